-- What was built before, by the hash of everything that went into it.
create table build_cache (
    organization_id uuid not null references organizations,
    key text not null,
    abi text not null,
    artifact_hash text not null,
    artifact_bytes bigint not null,
    used_at timestamptz not null,
    primary key (organization_id, key)
);
create index build_cache_oldest on build_cache (used_at);

-- Variables of a function. A secret's value is sealed: encrypted under a key of its own, which is
-- encrypted under the installation's master key.
create table variables (
    organization_id uuid not null references organizations,
    function_id uuid not null references functions on delete cascade,
    scope text not null,
    name text not null,
    value text,
    sealed bytea,
    updated_at timestamptz not null,
    primary key (function_id, scope, name),
    check ((value is null) <> (sealed is null))
);

do $$
declare
    name text;
begin
    foreach name in array array['build_cache', 'variables'] loop
        execute format('alter table %I enable row level security', name);
        execute format('create policy tenant on %I using (visible(organization_id))', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
end $$;
