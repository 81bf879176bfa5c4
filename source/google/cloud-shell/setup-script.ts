import { delegationLink } from '../links.ts'

/** Where Google's Cloud Shell opens in a browser. */
export const cloudShellLink = 'https://shell.cloud.google.com'

/**
 * Returns a bash script that does Google's side of the setup as far as Google has commands for it. It can be pasted into a
 * terminal as it is: everything is in a function with a shell of its own, so that nothing in it ends or changes that terminal.
 */
export function setupScript(): string {
  const link = delegationLink('CLIENT_ID').replace('CLIENT_ID', '$client_id')
  return `#!/usr/bin/env bash
# Google's side of Rollcall, for ${cloudShellLink}
# Sign in there as an administrator of your organization, then paste all of this.
# You can run it again at any time: it keeps what is there.

rollcall_google() (
  set -u
  umask 077
  export CLOUDSDK_CORE_DISABLE_PROMPTS=1
  work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT || exit 1
  step() { printf '\\n== %s\\n' "$1"; }
  stop() { printf '\\nStopped: %s\\nFix it, then run this again.\\n' "$1" >&2; exit 1; }
  confirm() { printf '%s [y/N] ' "$1"; read -r answer && [[ $answer == [yY]* ]]; }

  # Google needs some minutes until something new can be used, so this waits. Any other refusal ends it.
  patiently() {
    for attempt in {1..60}; do
      "$@" 2>"$work/refusal" && return 0
      grep -Eq 'SERVICE_DISABLED|has not been used|NOT_FOUND|not found|does not exist' "$work/refusal" || break
      [ "$attempt" -eq 1 ] && echo 'Google is not ready yet. Waiting, up to ten minutes.' >&2
      sleep 10
    done
    cat "$work/refusal" >&2
    return 1
  }

  step '1 of 4: the project'
  account=$(gcloud config get-value account 2>/dev/null)
  [ -n "$account" ] || stop 'nobody is signed in. Sign in with: gcloud auth login'
  suggested=rollcall-$(printf '%s' "\${account#*@}" | tr -c 'a-z0-9' '-' | cut -c 1-21 | sed 's/-*$//')
  printf 'Project ID, of an existing project or a new one [%s]: ' "$suggested"
  read -r project || echo
  project=\${project:-$suggested}
  [[ $project =~ ^[a-z][a-z0-9-]{4,28}[a-z0-9]$ ]] ||
    stop 'a project ID has 6 to 30 small letters, digits and hyphens, and begins with a letter.'
  if state=$(gcloud projects describe "$project" --format='value(lifecycleState)' 2>/dev/null); then
    [ "$state" = ACTIVE ] || stop "this project is being deleted. Restore it: gcloud projects undelete $project"
    echo "Using the project $project."
  else
    gcloud projects create "$project" --name=Rollcall ||
      stop "Google did not create the project $project. You need the role Project Creator. If the ID is taken, choose another.
If Google asks for its terms of service, accept them first: https://console.cloud.google.com"
  fi

  step '2 of 4: the APIs'
  gcloud services enable iam.googleapis.com admin.googleapis.com gmail.googleapis.com --project="$project" ||
    stop "Google did not enable the APIs. You need the role Service Usage Admin in the project $project."
  echo 'Enabled: Admin SDK API, Gmail API, and the IAM API for the next step.'

  step '3 of 4: the service account, without any role'
  robot=rollcall@$project.iam.gserviceaccount.com
  client_of() { gcloud iam service-accounts describe "$robot" --project="$project" --format='value(oauth2ClientId)'; }
  if client_of >"$work/client" 2>/dev/null; then
    echo "Using the service account $robot."
  else
    patiently gcloud iam service-accounts create rollcall --display-name=Rollcall --project="$project" ||
      grep -q 'already exists' "$work/refusal" ||
      stop "Google did not create the service account. You need the role Service Account Admin in the project $project."
    patiently client_of >"$work/client" || stop 'Google does not show the new service account.'
  fi
  client_id=$(cat "$work/client")

  step '4 of 4: the key'
  key=$HOME/rollcall-$project.json
  relaxed=()
  # Organizations made since May 2024 forbid new keys, by one policy or by two. This lifts one of them for this project.
  relax() {
    echo "A policy of your organization forbids new keys: $1"
    if [ "$1" = iam.disableServiceAccountKeyCreation ]; then
      lift=(gcloud resource-manager org-policies disable-enforce "$1" --project="$project")
    else
      printf 'name: projects/%s/policies/%s\\nspec:\\n  rules:\\n  - enforce: false\\n' "$project" "$1" | tee "$HOME/$1.yaml"
      lift=(gcloud org-policies set-policy "$HOME/$1.yaml" --billing-project="$project")
      gcloud services enable orgpolicy.googleapis.com --project="$project" || stop 'Google did not enable the policy API.'
    fi
    printf 'This command lifts it for this project only:\\n '; printf ' %q' "\${lift[@]}"; echo
    confirm 'Run it now?' || stop 'there is no key yet. An Organization Policy Administrator can run that command.'
    patiently "\${lift[@]}" || stop "you may not change this policy. An administrator of the organization can let you:
  gcloud organizations list
  gcloud organizations add-iam-policy-binding ORGANIZATION_ID --member=user:$account --role=roles/orgpolicy.policyAdmin"
    relaxed+=("$1")
    echo 'Waiting until Google follows it, up to 15 minutes.'
  }
  make_key() {
    for attempt in {1..90}; do
      gcloud iam service-accounts keys create "$key" --iam-account="$robot" --project="$project" 2>"$work/refusal" && return 0
      policy=$(grep -Eo 'iam\\.(managed\\.)?disableServiceAccountKeyCreation' "$work/refusal" | head -n 1)
      if [ -n "$policy" ] && [[ " \${relaxed[*]} " == *" $policy "* ]]; then sleep 10
      elif [ -n "$policy" ]; then relax "$policy"
      elif grep -Eq 'NOT_FOUND|does not exist' "$work/refusal"; then sleep 10
      else break
      fi
    done
    cat "$work/refusal" >&2
    stop "Google did not make a key. You need the role Service Account Key Admin in the project $project."
  }
  if [ -e "$key" ]; then
    grep -qF "\\"$client_id\\"" "$key" || stop "another key has this name. Move it away: $key"
    echo "Using the key from before: $key"
  else
    keys=$(gcloud iam service-accounts keys list --iam-account="$robot" --project="$project" --managed-by=user --format='value(name)')
    if [ -z "$keys" ] || confirm 'This account has a key, and its file is not here. Make another one?'; then make_key; fi
  fi

  step 'Done. The rest has no command on Google'"'"'s side'
  file=$(printf %q "$key")
  [ -e "$key" ] && cat <<END
1. Copy the key to your server. It opens your directory and your mail, so delete it here afterwards:
     cat $file | ssh you@server rollcall setup --key -
     rm $file
   If your server can't be reached from here, download the key and run the first line on your own computer:
     cloudshell download $file
END
  cat <<END
2. Grant domain-wide delegation. The form is filled in, for the client ID $client_id. Click Authorize:
     ${link}
3. To let people sign in with Google, choose Internal on the consent screen:
     https://console.cloud.google.com/auth/overview?project=$project
   Then create an OAuth client of type Web application. Rollcall's authentication step shows what to enter:
     https://console.cloud.google.com/auth/clients/create?project=$project
4. On your server, name an administrator and check the connection:
     rollcall setup --admin $(printf %q "$account")
     rollcall check
END
  for policy in "\${relaxed[@]}"; do
    echo "5. The key works without the policy's exception, too. Take it back, now or later:"
    case $policy in
      iam.managed.*) printf '     gcloud org-policies delete %s --project=%s --billing-project=%s\\n' "$policy" "$project" "$project" ;;
      *) printf '     gcloud resource-manager org-policies delete %s --project=%s\\n' "$policy" "$project" ;;
    esac
  done
)
rollcall_google
`
}
