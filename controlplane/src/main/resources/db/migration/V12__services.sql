-- A function is one kind of service; sites and others are deployed, released and routed alike.
alter table functions rename to services;
alter table services add column kind text not null default 'function';
alter table services add constraint services_kind_check check (kind in ('function'));
alter table deployments rename column function_id to service_id;
alter table versions rename column function_id to service_id;
alter table aliases rename column function_id to service_id;
alter table variables rename column function_id to service_id;
alter table signing_secrets rename column function_id to service_id;
alter table function_allowed rename to service_allowed;
alter table service_allowed rename column function_id to service_id;

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
              and (d.version is not null or d.ended_at is null))
        else (
            select coalesce(sum(u.used), 0) from quota_uses u
            where u.organization_id = organization
              and (project is null or u.project_id = project)
              and u.resource = what and u.period = quota_period(what, at))
        end;
end $$;

create or replace function quota_build_ended() returns trigger
    language plpgsql as $$
begin
    perform quota_add(f.organization_id, f.project_id, 'build-time',
            (extract(epoch from new.ended_at - new.started_at) * 1000)::bigint, new.ended_at)
        from deployments d join services f on f.id = d.service_id
        where d.id = new.deployment_id;
    return null;
end $$;
