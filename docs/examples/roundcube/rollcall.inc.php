<?php
// /etc/roundcube/rollcall.inc.php. Add at the end of /etc/roundcube/config.inc.php: include '/etc/roundcube/rollcall.inc.php';

// The reverse proxy says who it is, with a mail token as the password. Nobody types anything.
$config['plugins'] = array_merge($config['plugins'] ?? [], ['http_authentication']);
$config['imap_host'] = '127.0.0.1:143';

// A session for each person: otherwise the next person in the same browser sees the identities of the one before.
$config['session_name'] = 'rc' . substr(hash('sha256', $_SERVER['PHP_AUTH_USER'] ?? ''), 0, 12);

// Roundcube's own button leads to the page that ends the whole session.
$config['logout_url'] = '/signout';
