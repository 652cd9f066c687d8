-- Zones of the DNS whose records we may change, for challenges.
create table zones (
    id uuid primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    name text not null,
    kind text not null check (kind in ('rfc2136', 'webhook')),
    -- of a name server: host:port; of a webhook: its address
    address text not null,
    key_name text,
    algorithm text,
    secret_sealed bytea not null,
    created_at timestamptz not null,
    unique (project_id, name)
);

create constraint trigger audit after insert or delete or update on zones
    deferrable initially deferred for each row execute function audit_change(
        'zone', 'id', 'secret_sealed');
alter table zones enable row level security;
alter table zones force row level security;
create policy tenant on zones using (visible(organization_id));
create policy project on zones as restrictive using (within(project_id));
grant select, insert, update, delete on zones to fairlead_runtime;
