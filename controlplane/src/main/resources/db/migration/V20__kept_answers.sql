-- Whether a service's answers are kept and given again.
alter table services
    add column cache_enabled boolean not null default false,
    -- how long those are good that do not say so
    add column cache_default_s bigint not null default 0,
    add column cache_ignored text[];

-- What a project's answers are kept by in front of us.
create table cdns (
    project_id uuid primary key references projects on delete cascade,
    organization_id uuid not null references organizations,
    kind text not null,
    -- of the service or zone there
    place text not null,
    token_sealed bytea not null,
    created_at timestamptz not null
);
create constraint trigger audit after insert or delete or update on cdns
    deferrable initially deferred for each row execute function audit_change('cdn', 'project_id', 'token_sealed');
alter table cdns enable row level security;
alter table cdns force row level security;
create policy tenant on cdns using (visible(organization_id));
create policy project on cdns as restrictive using (within(project_id));
grant select, insert, update, delete on cdns to fairlead_runtime;

-- Answers of a service that every server, and the network in front of them, has to forget.
create table purges (
    id bigint generated always as identity primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    service_id uuid not null references services on delete cascade,
    at timestamptz not null,
    -- everything, url, prefix, tag; release: what is kept in front of us alone
    scope text not null,
    host text not null,
    value text not null,
    -- null: there is none; pending, done, failed
    cdn text,
    tries int not null default 0,
    next_at timestamptz not null,
    error text
);
create index purges_by_time on purges (at);
create index purges_of_service on purges (service_id, id desc);
create index purges_pending on purges (next_at) where cdn = 'pending';
alter table purges enable row level security;
alter table purges force row level security;
create policy tenant on purges using (visible(organization_id));
create policy project on purges as restrictive using (within(project_id));
grant select, insert, update, delete on purges to fairlead_runtime;

create function purge_made() returns trigger language plpgsql as $$
begin
    perform pg_notify('fairlead_purged', '');
    return null;
end $$;
create trigger made after insert on purges
    for each statement execute function purge_made();

-- Whatever a change of an alias makes old in front of us. Our own answers are kept by version.
create function release_made() returns trigger language plpgsql as $$
begin
    insert into purges (organization_id, project_id, service_id, at, scope, host, value, cdn, next_at)
    select s.organization_id, s.project_id, s.id, now(), 'release', '', '', 'pending',
        now() + interval '1 second'
    from services s join cdns c on c.project_id = s.project_id
    where s.id = new.service_id;
    return null;
end $$;
create trigger released after insert or update of version, traffic on aliases
    for each row execute function release_made();
