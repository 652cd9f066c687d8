-- Routes of domains: which requests go where.
create table routes (
    id uuid primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    domain_id uuid not null references domains on delete cascade,
    -- who answers, where it is a service; the rest is in the rule
    service_id uuid references services on delete cascade,
    rule jsonb not null,
    -- of the passwords of those that the rule names
    hashes jsonb not null,
    created_at timestamptz not null
);
create index routes_of_project on routes (project_id);
create index routes_of_domain on routes (domain_id);
create index routes_of_service on routes (service_id) where service_id is not null;

create trigger hosts_changed after insert or delete or update on routes
    for each statement execute function hosts_changed();
create constraint trigger audit after insert or delete or update on routes
    deferrable initially deferred for each row execute function audit_change('route', 'id', 'hashes');
alter table routes enable row level security;
alter table routes force row level security;
create policy tenant on routes using (visible(organization_id));
create policy project on routes as restrictive using (within(project_id));
grant select, insert, update, delete on routes to fairlead_runtime;

-- A domain leads to a service in one environment.
alter table domains add column environment text not null default 'production';
