-- Tenants, functions and their releases. Every table but the scheduler's names its organization and
-- shows its rows only inside a transaction that says which organization it acts for
-- (`fairlead.organization`), or that it acts for the installation itself (`*`).

create function visible(organization uuid) returns boolean
    language sql stable
    return current_setting('fairlead.organization', true) in (organization::text, '*');

create table organizations (
    id uuid primary key,
    name text not null unique,
    created_at timestamptz not null
);

create table projects (
    id uuid primary key,
    organization_id uuid not null references organizations,
    name text not null,
    created_at timestamptz not null,
    unique (organization_id, name)
);

create table functions (
    id uuid primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects,
    name text not null,
    language text,
    timeout_ms bigint not null,
    memory_bytes bigint not null,
    concurrency int not null,
    queue_length int not null,
    queue_timeout_ms bigint not null,
    max_request_bytes bigint not null,
    max_response_bytes bigint not null,
    samples boolean not null,
    revision bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (project_id, name)
);
create index functions_newest on functions (organization_id, id desc);

create table deployments (
    id uuid primary key,
    organization_id uuid not null references organizations,
    function_id uuid not null references functions on delete cascade,
    state text not null,
    language text not null,
    source_hash text not null,
    abi text,
    artifact_hash text,
    version int,
    error_code text,
    error_detail text,
    diagnostics jsonb,
    phases jsonb not null,
    revision bigint not null,
    created_at timestamptz not null,
    ended_at timestamptz
);
create index deployments_newest on deployments (function_id, id desc);
create index deployments_open on deployments (id) where ended_at is null;

create table builds (
    id uuid primary key,
    organization_id uuid not null references organizations,
    deployment_id uuid not null unique references deployments on delete cascade,
    state text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz
);

create table build_log_lines (
    organization_id uuid not null references organizations,
    deployment_id uuid not null references deployments on delete cascade,
    number bigint not null,
    at timestamptz not null,
    text text not null,
    primary key (deployment_id, number)
);

create table versions (
    organization_id uuid not null references organizations,
    function_id uuid not null references functions on delete cascade,
    number int not null,
    deployment_id uuid not null,
    language text not null,
    abi text not null,
    artifact_hash text not null,
    source_hash text not null,
    created_at timestamptz not null,
    primary key (function_id, number)
);

create table aliases (
    organization_id uuid not null references organizations,
    function_id uuid not null references functions on delete cascade,
    name text not null,
    version int not null,
    previous_version int,
    -- the deployment that moved it last: an older one never moves it again
    deployment_id uuid not null,
    revision bigint not null,
    primary key (function_id, name),
    foreign key (function_id, version) references versions (function_id, number) on delete cascade
);

create table keys (
    id uuid primary key,
    organization_id uuid not null references organizations,
    name text not null,
    hash text not null unique,
    created_at timestamptz not null,
    revoked_at timestamptz
);

create table executions (
    id uuid not null,
    organization_id uuid not null,
    function_id uuid not null,
    version int not null,
    trigger text not null,
    status text not null,
    started_at timestamptz not null,
    queue_us bigint not null,
    start_us bigint not null,
    run_us bigint not null,
    start_kind text not null,
    memory_peak_bytes bigint not null,
    request_bytes bigint not null,
    response_bytes bigint not null,
    http_status int not null,
    error_code text,
    error_message text,
    input_sample text,
    output_sample text,
    logs jsonb,
    primary key (id, started_at)
) partition by range (started_at);
create index executions_newest on executions (function_id, id desc);

-- Where a record goes that no day's partition takes; empty unless maintenance is behind.
create table executions_rest partition of executions default;

create table idempotency_keys (
    organization_id uuid not null references organizations,
    key text not null,
    request_hash text not null,
    status int,
    body text,
    created_at timestamptz not null,
    primary key (organization_id, key)
);

-- The table of db-scheduler 16 (its own definition for PostgreSQL).
create table scheduled_tasks (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    state text,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

do $$
declare
    name text;
begin
    foreach name in array array['projects', 'functions', 'deployments', 'builds', 'build_log_lines',
            'versions', 'aliases', 'keys', 'executions', 'idempotency_keys'] loop
        execute format('alter table %I enable row level security', name);
        execute format('create policy tenant on %I using (visible(organization_id))', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
end $$;

alter table organizations enable row level security;
create policy tenant on organizations using (visible(id));
grant select, insert on organizations to fairlead_runtime;
grant select, insert, update, delete on scheduled_tasks to fairlead_runtime;
