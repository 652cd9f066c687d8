-- By what an authority is shown that a domain is ours; null: by what works.
alter table domains add column challenge text
    check (challenge in ('http-01', 'tls-alpn-01', 'dns-01'));

-- Handshakes are answered by name, files by token.
alter table acme_challenges add column kind text not null default 'http-01';
alter table acme_challenges add column name text not null default '';
