"""Reads the directory as GAM and most scripts do: Google's own client for Python, unmodified. Prints what it found as JSON."""
import json
import sys

from google.oauth2 import service_account
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

key_file, address, administrator = sys.argv[1:]
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

print(json.dumps({"users": len(users), "batched": list(batched.values()), "long": len(long_query["users"])}))
