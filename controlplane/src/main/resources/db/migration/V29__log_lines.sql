-- What instances of apps and stacks print, a row a line, divided by days.
create table log_lines (
    id uuid not null,
    organization_id uuid not null,
    function_id uuid not null,
    -- 0: a service that the versions of a stack share
    version int not null,
    -- which service of a stack; empty for an app
    part text not null,
    instance text not null,
    stream text not null,
    logged_at timestamptz not null,
    line text not null,
    primary key (id, logged_at)
) partition by range (logged_at);
create index log_lines_newest on log_lines (function_id, id desc);
create index log_lines_of_instance on log_lines (instance, logged_at);
create table log_lines_rest partition of log_lines default;

-- As with executions: found by way of their service, and written by COPY as the owner.
alter table log_lines enable row level security;
create policy tenant on log_lines using (visible(organization_id));
grant select, insert, update, delete on log_lines to fairlead_runtime;
