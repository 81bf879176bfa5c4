"""Reads the directory as GAM and most scripts do: Google's own client for Python, unmodified. Prints what it found as JSON."""
import json
import sys

import httplib2
from google_auth_httplib2 import Request
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

key_file, address, administrator, client_id, client_secret, refresh_token = sys.argv[1:]
scopes = [
    "https://www.googleapis.com/auth/admin.directory.user.readonly",
    "https://www.googleapis.com/auth/admin.directory.group.readonly",
]
credentials = service_account.Credentials.from_service_account_file(key_file, scopes=scopes, subject=administrator)
service = build(
    "admin",
    "directory_v1",
    credentials=credentials,
    discoveryServiceUrl=address + "/discovery/v1/apis/{api}/{apiVersion}/rest",
)

users = []
request = service.users().list(customer="my_customer", maxResults=2, orderBy="email")
while request is not None:
    answer = request.execute()
    users += answer.get("users", [])
    request = service.users().list_next(request, answer)

batched = {}


def take(number, answer, error):
    batched[number] = error.resp.status if isinstance(error, HttpError) else answer["primaryEmail"]


batch = service.new_batch_http_request(callback=take)
for user in users[:3]:
    batch.add(service.users().get(userKey=user["id"]))
batch.add(service.users().get(userKey="nobody@example.com"))
batch.execute()

# Past two kilobytes the client sends a POST that says it is a GET.
fields = "users(primaryEmail" + ",primaryEmail" * 200 + ")"
long_query = service.users().list(customer="my_customer", fields=fields).execute()

# As GAM's `print groups ... countsonly`: the members of every group, in batches, after listing the groups.
members = {}


def count(number, answer, error):
    members[number] = -1 if error else len(answer.get("members", []))


groups = service.groups().list(customer="my_customer").execute()["groups"]
counting = service.new_batch_http_request(callback=count)
for group in groups:
    counting.add(service.members().list(groupKey=group["email"]), request_id="members of " + group["email"])
counting.execute()

# As GAM after an hour: the access token is gone, and a refresh token brings another one.
person = user_credentials.Credentials(
    None,
    refresh_token=refresh_token,
    token_uri=address + "/token",
    client_id=client_id,
    client_secret=client_secret,
)
person.refresh(Request(httplib2.Http()))

print(json.dumps({"members": members, "refreshed": person.valid, "claims": bool(person.id_token), "users": len(users), "batched": list(batched.values()), "long": len(long_query["users"])}))
