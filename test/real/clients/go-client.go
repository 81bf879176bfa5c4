// Reads the directory with Google's client library for Go, unmodified. Prints what it found as JSON.
package main

import (
	"context"
	"encoding/json"
	"os"

	"golang.org/x/oauth2/google"
	admin "google.golang.org/api/admin/directory/v1"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	keyFile, address, administrator := os.Args[1], os.Args[2], os.Args[3]
	key, err := os.ReadFile(keyFile)
	must(err)
	config, err := google.JWTConfigFromJSON(key, admin.AdminDirectoryUserReadonlyScope, admin.AdminDirectoryGroupReadonlyScope)
	must(err)
	config.Subject = administrator
	ctx := context.Background()
	service, err := admin.NewService(ctx, option.WithHTTPClient(config.Client(ctx)), option.WithEndpoint(address))
	must(err)

	users, pages := 0, 0
	must(service.Users.List().Customer("my_customer").MaxResults(5).OrderBy("email").Pages(ctx, func(page *admin.Users) error {
		users += len(page.Users)
		pages++
		return nil
	}))
	members := map[string]int{}
	groups, err := service.Groups.List().Customer("my_customer").Do()
	must(err)
	for _, group := range groups.Groups {
		must(service.Members.List(group.Id).IncludeDerivedMembership(false).Pages(ctx, func(page *admin.Members) error {
			members[group.Email] += len(page.Members)
			return nil
		}))
	}
	_, err = service.Users.Get("nobody@example.com").Do()
	status := 0
	if refused, ok := err.(*googleapi.Error); ok {
		status = refused.Code
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{"users": users, "pages": pages, "members": members, "missing": status}))
}
