-- Functions whose calls are signed; and the audit log: how long it is kept, and where it is sent.

alter table functions add column signed_headers text[];

-- What calls of a function are signed with: the newest has no end.
create table signing_secrets (
    organization_id uuid not null references organizations,
    function_id uuid not null references functions on delete cascade,
    key_id text not null,
    sealed bytea not null,
    created_at timestamptz not null,
    valid_until timestamptz,
    primary key (function_id, key_id)
);

alter table signing_secrets enable row level security;
alter table signing_secrets force row level security;
create policy tenant on signing_secrets using (visible(organization_id));
create policy project on signing_secrets as restrictive using (
    (current_setting('fairlead.projects', true) = '*'
        and current_setting('fairlead.person', true) = '*')
    or exists (select from functions f where f.id = function_id));
grant select, insert, update, delete on signing_secrets to fairlead_runtime;
create constraint trigger audit after insert or update or delete on signing_secrets
    deferrable initially deferred
    for each row execute function audit_change('signing secret', 'key_id', 'sealed');

-- Which nonces were used, by their SHA-256. Logged: after a crash they must still be used.
create table signature_nonces (
    function_id uuid not null,
    nonce bytea not null,
    expires_at timestamptz not null,
    primary key (function_id, nonce)
);
create index signature_nonces_oldest on signature_nonces (expires_at);
alter table signature_nonces enable row level security;
alter table signature_nonces force row level security;
create policy installation on signature_nonces using (of_installation());
grant select, insert, delete on signature_nonces to fairlead_runtime;
