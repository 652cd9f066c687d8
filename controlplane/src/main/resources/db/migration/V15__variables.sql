-- Variables at every scope, what a project says of them, and what versions keep of them.
-- `seen` was called by what is now something else: where a variable is seen.
alter table variables rename column scope to seen;
alter table variables add constraint variables_seen_check check (seen in ('build', 'run', 'both'));
alter table variables drop constraint variables_pkey;
alter table variables alter column service_id drop not null;
-- null: of the installation
alter table variables alter column organization_id drop not null;
alter table variables
    add column id uuid not null default gen_random_uuid() primary key,
    add column project_id uuid references projects on delete cascade,
    add column environment_id uuid references environments on delete cascade,
    add column revision bigint not null default 1,
    -- what it was before it was rotated, for as long as that is given, too
    add column previous text,
    add column previous_sealed bytea,
    add column previous_until timestamptz,
    add constraint variables_scope_check check (project_id is null
        or (environment_id is null and service_id is null)),
    add constraint variables_owner_check check (organization_id is not null
        or num_nonnulls(project_id, environment_id, service_id) = 0),
    add constraint variables_previous_check check (
        (previous_until is null) = (num_nonnulls(previous, previous_sealed) = 0)),
    add constraint variables_name unique nulls not distinct
        (organization_id, project_id, environment_id, service_id, name);
create index variables_of_service on variables (service_id) where service_id is not null;
create index variables_of_environment on variables (environment_id) where environment_id is not null;
create index variables_of_project on variables (project_id) where project_id is not null;
create index variables_overlapping on variables (previous_until) where previous_until is not null;

-- Everybody inherits those of the installation; only it writes them.
drop policy tenant on variables;
drop policy project on variables;
create policy tenant on variables using (organization_id is null or visible(organization_id))
    with check (visible(organization_id) or (organization_id is null and of_installation()));
create policy changed on variables as restrictive for update
    using (organization_id is not null or of_installation());
create policy removed on variables as restrictive for delete
    using (organization_id is not null or of_installation());
create policy project on variables as restrictive using (
    (current_setting('fairlead.projects', true) = '*'
        and current_setting('fairlead.person', true) = '*')
    or ((project_id is null or within(project_id))
        and (environment_id is null
            or exists (select from environments e where e.id = environment_id))
        and (service_id is null or exists (select from services s where s.id = service_id))));
drop trigger audit on variables;
create constraint trigger audit after insert or update or delete on variables
    deferrable initially deferred for each row execute function audit_change(
        'variable', 'name', 'value', 'sealed', 'previous', 'previous_sealed');

-- What a project's services expect.
create table variable_definitions (
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    name text not null,
    type text not null,
    -- of an enum
    allowed text[] not null default '{}',
    pattern text,
    required boolean not null default false,
    default_value text,
    secret boolean not null default false,
    description text not null default '',
    updated_at timestamptz not null,
    primary key (project_id, name)
);
alter table variable_definitions enable row level security;
alter table variable_definitions force row level security;
create policy tenant on variable_definitions using (visible(organization_id));
create policy project on variable_definitions as restrictive using (within(project_id));
grant select, insert, update, delete on variable_definitions to fairlead_runtime;
create constraint trigger audit after insert or update or delete on variable_definitions
    deferrable initially deferred for each row execute function audit_change(
        'variable definition', 'name', 'default_value');

-- Values for one deployment alone, sealed; they stay in the version that it makes.
alter table deployments add column overrides jsonb;

-- For which master key somebody wanted everything sealed anew.
create table reencryptions (
    key_id text primary key,
    requested_at timestamptz not null,
    finished_at timestamptz
);
alter table reencryptions enable row level security;
alter table reencryptions force row level security;
create policy installation on reencryptions using (of_installation());
grant select, insert, update, delete on reencryptions to fairlead_runtime;
create constraint trigger audit after insert or update on reencryptions
    deferrable initially deferred for each row execute function audit_change('reencryption', 'key_id');
