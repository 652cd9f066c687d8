-- A place to run a project. Every project has `production`.
create table environments (
    id uuid primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    name text not null,
    -- whose variables it inherits
    parent_id uuid references environments,
    -- who may deploy to it: everybody whose role lets them, or those that are listed
    deployers text not null default 'everybody' check (deployers in ('everybody', 'listed')),
    -- how many people besides the author have to agree to a deployment
    approvals integer not null default 0 check (approvals between 0 and 10),
    -- versions that stay: so many, and all that are younger; null: all
    keep_count integer check (keep_count >= 0),
    keep_days integer check (keep_days >= 0),
    frozen_at timestamptz,
    frozen_reason text,
    revision bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (project_id, name)
);
create index environments_of_organization on environments (organization_id, id);
create index environments_of_parent on environments (parent_id) where parent_id is not null;

create table environment_deployers (
    organization_id uuid not null references organizations,
    environment_id uuid not null references environments on delete cascade,
    user_id uuid references users on delete cascade,
    group_id uuid references groups on delete cascade,
    check ((user_id is null) <> (group_id is null)),
    unique nulls not distinct (environment_id, user_id, group_id)
);

insert into environments (id, organization_id, project_id, name, created_at, updated_at)
    select gen_random_uuid(), organization_id, id, 'production', created_at, created_at from projects;

create function project_has_production() returns trigger
    language plpgsql as $$
begin
    insert into environments (id, organization_id, project_id, name, created_at, updated_at)
        values (gen_random_uuid(), new.organization_id, new.id, 'production', new.created_at, new.created_at);
    return null;
end $$;
create trigger production after insert on projects
    for each row execute function project_has_production();

-- Each environment has deployments, versions and aliases of its own.
alter table deployments add column environment_id uuid references environments on delete cascade;
alter table versions add column environment_id uuid references environments on delete cascade;
alter table aliases add column environment_id uuid references environments on delete cascade;
update deployments d set environment_id = e.id from services s
    join environments e on e.project_id = s.project_id where s.id = d.service_id;
update versions v set environment_id = e.id from services s
    join environments e on e.project_id = s.project_id where s.id = v.service_id;
update aliases a set environment_id = e.id from services s
    join environments e on e.project_id = s.project_id where s.id = a.service_id;
alter table deployments alter column environment_id set not null;
alter table versions alter column environment_id set not null;
alter table aliases alter column environment_id set not null;
alter table aliases drop constraint aliases_pkey;
alter table aliases add primary key (service_id, environment_id, name);
create index deployments_of_environment on deployments (environment_id, service_id, id desc);
create index versions_of_environment on versions (environment_id, service_id, number desc);
create index aliases_of_environment on aliases (environment_id);

-- How it came to be: from a source, from a version of another environment, or by other settings.
alter table deployments add column kind text not null default 'source'
    check (kind in ('source', 'promotion', 'configuration'));
-- the version whose artifact it takes, where it builds none
alter table deployments add column base_version integer;
-- by what steps it gets its requests; null: all at once
alter table deployments add column strategy jsonb;
-- who asked for it: their approval does not count
alter table deployments add column author text not null default '';

create table deployment_approvals (
    organization_id uuid not null references organizations,
    deployment_id uuid not null references deployments on delete cascade,
    user_id text not null,
    approved_at timestamptz not null,
    primary key (deployment_id, user_id)
);

-- What a version runs with, as it was when it was released.
alter table versions add column configuration jsonb not null default '{}';
-- the version of another environment that it was promoted from, or whose settings it changed
alter table versions add column base_version integer;
-- why it must not be gone back to
alter table versions add column failed text;
update versions v set configuration = jsonb_build_object('limits', jsonb_build_array(s.timeout_ms,
        s.memory_bytes, s.concurrency, s.queue_length, s.queue_timeout_ms, s.max_request_bytes,
        s.max_response_bytes))
    from services s where s.id = v.service_id;

-- Weights, conditions, variants and mirrors; null: all to its version.
alter table aliases add column traffic jsonb;
-- the rollout that moves it
alter table aliases add column rollout_id uuid;

-- A move of an alias from one version to another, step by step.
create table rollouts (
    id uuid primary key,
    organization_id uuid not null references organizations,
    service_id uuid not null references services on delete cascade,
    environment_id uuid not null references environments on delete cascade,
    alias text not null,
    deployment_id uuid references deployments on delete set null,
    from_version integer not null,
    to_version integer not null,
    strategy jsonb not null,
    state text not null check (state in ('running', 'paused', 'completed', 'aborted')),
    step integer not null,
    step_started_at timestamptz not null,
    -- what the judge knows: counts at the beginning of the step, threshold, evidence
    judgement jsonb not null default '{}',
    reason text,
    revision bigint not null,
    created_at timestamptz not null,
    ended_at timestamptz
);
create index rollouts_of_service on rollouts (service_id, id desc);
create index rollouts_of_environment on rollouts (environment_id);
create unique index rollouts_open on rollouts (service_id, environment_id, alias) where ended_at is null;

-- What became of the requests of an alias that is split, by version and minute. `traffic` is the
-- revision of the alias that they were split by.
create table version_figures (
    organization_id uuid not null references organizations,
    service_id uuid not null references services on delete cascade,
    environment_id uuid not null references environments on delete cascade,
    alias text not null,
    traffic bigint not null,
    version integer not null,
    minute timestamptz not null,
    requests bigint not null,
    errors bigint not null,
    duration_us bigint not null,
    -- by duration, as VersionFigures divides it
    buckets bigint[] not null,
    primary key (service_id, environment_id, alias, traffic, version, minute)
);

do $$
declare
    name text;
begin
    foreach name in array array['environments', 'environment_deployers', 'deployment_approvals',
            'rollouts', 'version_figures'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant on %I using (visible(organization_id))', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
    foreach name in array array['rollouts', 'version_figures'] loop
        execute format('create policy project on %I as restrictive using (
            (current_setting(''fairlead.projects'', true) = ''*''
                and current_setting(''fairlead.person'', true) = ''*'')
            or exists (select from services s where s.id = service_id))', name);
    end loop;
end $$;
create policy project on environments as restrictive using (within(project_id));
create policy project on environment_deployers as restrictive
    using (exists (select from environments e where e.id = environment_id));
create policy project on deployment_approvals as restrictive
    using (exists (select from deployments d where d.id = deployment_id));

-- production comes and goes with its project
create constraint trigger audit after insert on environments
    deferrable initially deferred for each row when (new.name <> 'production')
    execute function audit_change('environment', 'id');
create constraint trigger audit_update after update on environments
    deferrable initially deferred for each row execute function audit_change('environment', 'id');
create constraint trigger audit_delete after delete on environments
    deferrable initially deferred for each row when (old.name <> 'production')
    execute function audit_change('environment', 'id');
create constraint trigger audit after insert or delete on environment_deployers
    deferrable initially deferred for each row execute function audit_change('deployer', 'environment_id');
create constraint trigger audit after insert on deployment_approvals
    deferrable initially deferred for each row execute function audit_change('approval', 'deployment_id');
create constraint trigger audit after insert on rollouts
    deferrable initially deferred for each row execute function audit_change('rollout', 'id', 'judgement');
create constraint trigger audit_state after update of state on rollouts
    deferrable initially deferred for each row when (old.state is distinct from new.state)
    execute function audit_change('rollout', 'id', 'judgement');

-- Tells every instance that what it publishes of a service may be another by now.
create function published_changed() returns trigger
    language plpgsql as $$
begin
    perform pg_notify('fairlead_published', row_of.id::text)
        from (select case tg_table_name when 'services' then (to_jsonb(coalesce(new, old)) ->> 'id')
                  else (to_jsonb(coalesce(new, old)) ->> 'service_id') end as id) row_of;
    return null;
end $$;
create trigger published after insert or update or delete on aliases
    for each row execute function published_changed();
create trigger published after update or delete on services
    for each row execute function published_changed();
create trigger published after insert or update or delete on signing_secrets
    for each row execute function published_changed();

-- What was removed counts no more.
create or replace function quota_used(organization uuid, project uuid, what text, at timestamptz)
    returns bigint
    language plpgsql stable
    set fairlead.projects = '*' set fairlead.person = '*' as $$
begin
    return case what
        when 'functions' then (
            select count(*) from services f
            where f.organization_id = organization
              and (project is null or f.project_id = project))
        when 'storage' then (
            select coalesce(sum(d.source_bytes + d.artifact_bytes), 0)
            from deployments d join services f on f.id = d.service_id
            where d.organization_id = organization
              and (project is null or f.project_id = project)
              and (d.ended_at is null or exists (
                  select from versions v where v.service_id = d.service_id and v.number = d.version)))
        else (
            select coalesce(sum(u.used), 0) from quota_uses u
            where u.organization_id = organization
              and (project is null or u.project_id = project)
              and u.resource = what and u.period = quota_period(what, at))
        end;
end $$;
