-- A project's name is part of an address, which names no organization.
create unique index projects_by_address on projects (name);

-- How often a deployment's job was begun: one that ends its process each time ends, too.
alter table deployments add column attempts int not null default 0;

-- What one looks for among a million successes, and what a reader of logs walks.
create index executions_not_succeeded on executions (function_id, id desc)
    where status <> 'SUCCEEDED';
create index executions_with_logs on executions (function_id, id) where logs is not null;

-- Functions that are gone and whose executions may not be gone yet: too many for one transaction.
create table deleted_functions (
    id uuid primary key,
    organization_id uuid not null references organizations,
    deleted_at timestamptz not null
);
alter table deleted_functions enable row level security;
create policy tenant on deleted_functions using (visible(organization_id));
grant select, insert, delete on deleted_functions to fairlead_runtime;
