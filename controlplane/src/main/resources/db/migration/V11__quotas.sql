-- How much an organization or a project may use, and what it used.

alter table deployments
    add column source_bytes bigint not null default 0,
    add column artifact_bytes bigint not null default 0;

-- For an organization, for a project of it, or with neither for every organization that has none of
-- its own.
create table quotas (
    organization_id uuid references organizations on delete cascade,
    project_id uuid references projects on delete cascade,
    resource text not null,
    most bigint not null check (most >= 0),
    check (resource in ('functions', 'deployments', 'storage', 'build-time', 'requests')),
    check (organization_id is not null or project_id is null),
    unique nulls not distinct (organization_id, project_id, resource)
);

-- What flows, by the day or the month it began: deployments, milliseconds of builds, requests. What
-- was deleted since counts still.
create table quota_uses (
    organization_id uuid not null references organizations on delete cascade,
    project_id uuid not null,
    resource text not null,
    period date not null,
    used bigint not null,
    primary key (organization_id, project_id, resource, period)
);

create function quota_period(resource text, at timestamptz) returns date
    language sql immutable
    return date_trunc(case resource when 'deployments' then 'day' else 'month' end,
        at at time zone 'UTC')::date;

create function quota_add(organization uuid, project uuid, what text, amount bigint,
        at timestamptz) returns void
    language sql
    begin atomic
        insert into quota_uses as u values (organization, project, what, quota_period(what, at), amount)
        on conflict (organization_id, project_id, resource, period)
            do update set used = u.used + excluded.used;
    end;

-- All of an organization, or of one project, whatever the caller may see of it.
create function quota_used(organization uuid, project uuid, what text, at timestamptz)
    returns bigint
    language plpgsql stable
    set fairlead.projects = '*' set fairlead.person = '*' as $$
begin
    return case what
        when 'functions' then (
            select count(*) from functions f
            where f.organization_id = organization
              and (project is null or f.project_id = project))
        when 'storage' then (
            select coalesce(sum(d.source_bytes + d.artifact_bytes), 0)
            from deployments d join functions f on f.id = d.function_id
            where d.organization_id = organization
              and (project is null or f.project_id = project)
              and (d.version is not null or d.ended_at is null))
        else (
            select coalesce(sum(u.used), 0) from quota_uses u
            where u.organization_id = organization
              and (project is null or u.project_id = project)
              and u.resource = what and u.period = quota_period(what, at))
        end;
end $$;

create function quota_build_ended() returns trigger
    language plpgsql as $$
begin
    perform quota_add(f.organization_id, f.project_id, 'build-time',
            (extract(epoch from new.ended_at - new.started_at) * 1000)::bigint, new.ended_at)
        from deployments d join functions f on f.id = d.function_id
        where d.id = new.deployment_id;
    return null;
end $$;
create trigger quota_build_ended after update of ended_at on builds
    for each row when (old.ended_at is null and new.ended_at is not null
        and new.started_at is not null)
    execute function quota_build_ended();

create constraint trigger audit after insert or update or delete on quotas
    deferrable initially deferred for each row execute function audit_change('quota', 'resource');

alter table quotas enable row level security;
alter table quotas force row level security;
-- An organization sees what holds for it, and limits its projects alone.
create policy seen on quotas for select
    using (visible(organization_id)
        or (organization_id is null and current_setting('fairlead.organization', true) <> ''));
create policy added on quotas for insert
    with check (of_installation() or (project_id is not null and visible(organization_id)));
create policy changed on quotas for update
    using (of_installation() or (project_id is not null and visible(organization_id)));
create policy deleted on quotas for delete
    using (of_installation() or (project_id is not null and visible(organization_id)));
grant select, insert, update, delete on quotas to fairlead_runtime;

alter table quota_uses enable row level security;
alter table quota_uses force row level security;
create policy tenant on quota_uses using (visible(organization_id));
grant select, insert, update on quota_uses to fairlead_runtime;
