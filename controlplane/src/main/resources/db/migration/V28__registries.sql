-- Credentials of registries of images.
create table registries (
    organization_id uuid not null references organizations on delete cascade,
    host text not null,
    user_name text not null,
    password_sealed bytea not null,
    updated_at timestamptz not null,
    primary key (organization_id, host)
);
create constraint trigger audit after insert or delete or update on registries
    deferrable initially deferred for each row execute function audit_change(
        'registry', 'host', 'password_sealed');
alter table registries enable row level security;
alter table registries force row level security;
create policy tenant on registries using (visible(organization_id));
grant select, insert, update, delete on registries to fairlead_runtime;
