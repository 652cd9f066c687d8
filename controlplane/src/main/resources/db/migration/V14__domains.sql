-- Domains of projects: claimed, proven, served with certificates.

create table domains (
    id uuid primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    -- in its ASCII form, lower case; *. stands for one label
    name text not null,
    -- of this claim alone: what proved an earlier one proves nothing for it
    token text not null unique,
    state text not null check (state in ('pending', 'active', 'suspended')),
    service_id uuid references services on delete set null,
    alias text not null,
    redirect_https boolean not null,
    hsts_seconds bigint,
    hsts_subdomains boolean not null default false,
    hsts_preload boolean not null default false,
    automatic_certificate boolean not null,
    proven_by text,
    -- what the last check found instead of a proof
    seen text,
    created_at timestamptz not null,
    verified_at timestamptz,
    checked_at timestamptz,
    -- null: not by itself any more
    next_check_at timestamptz,
    failing_since timestamptz,
    failures int not null default 0,
    unique (project_id, name)
);
-- Whoever proves a name first has it; claims hold nobody up.
create unique index domains_held on domains (name) where state = 'active';
create index domains_due on domains (next_check_at) where next_check_at is not null;

-- Who ever had a name. Records that lead here may outlive a claim, so what they prove by themselves
-- (that a name leads here) is not enough for the next one.
create table domain_holders (
    name text not null,
    organization_id uuid not null,
    primary key (name, organization_id)
);

create function domain_held() returns trigger
    language plpgsql set fairlead.organization = '*' as $$
begin
    insert into domain_holders (name, organization_id) values (new.name, new.organization_id)
        on conflict do nothing;
    return null;
end $$;
create trigger domain_held after insert or update of state on domains
    for each row when (new.state = 'active') execute function domain_held();

create table certificates (
    id uuid primary key,
    organization_id uuid not null references organizations,
    project_id uuid not null references projects on delete cascade,
    -- whose the automatic one is
    domain_id uuid unique references domains on delete cascade,
    names text[] not null,
    -- null: there is none yet
    chain text,
    key_sealed bytea,
    issuer text,
    fingerprint text,
    not_before timestamptz,
    not_after timestamptz,
    created_at timestamptz not null,
    -- when an authority is asked for the next one; null: it is not
    next_try_at timestamptz,
    -- an instance is asking until then
    busy_until timestamptz,
    failures int not null default 0,
    error text
);
create index certificates_of_project on certificates (project_id);
create index certificates_due on certificates (next_try_at) where next_try_at is not null;

-- The accounts at authorities of certificates.
create table acme_accounts (
    directory text primary key,
    key_sealed bytea not null,
    created_at timestamptz not null
);

-- What any instance answers while an authority looks.
create table acme_challenges (
    token text primary key,
    answer text not null,
    expires_at timestamptz not null
);

-- How far each instance has read, so that whoever asks an authority knows when all can answer.
create table host_readers (
    instance text primary key,
    revision bigint not null,
    seen_at timestamptz not null
);
-- A row, not a sequence: whoever reads a revision sees what made it.
create table host_revision (
    only_one boolean primary key default true check (only_one),
    value bigint not null
);
insert into host_revision (value) values (0);

create function hosts_changed() returns trigger
    language plpgsql set fairlead.organization = '*' as $$
begin
    update host_revision set value = value + 1;
    perform pg_notify('fairlead_hosts', '');
    return null;
end $$;
create trigger hosts_changed after insert or delete or update of state, service_id, alias,
        redirect_https, hsts_seconds, hsts_subdomains, hsts_preload on domains
    for each statement execute function hosts_changed();
create trigger hosts_changed after insert or delete or update of chain on certificates
    for each statement execute function hosts_changed();
create trigger hosts_changed after insert or delete on acme_challenges
    for each statement execute function hosts_changed();

create constraint trigger audit after insert or delete or update of state, service_id, alias,
        redirect_https, hsts_seconds, hsts_subdomains, hsts_preload, automatic_certificate
        on domains
    deferrable initially deferred for each row execute function audit_change(
        'domain', 'id', 'token', 'checked_at', 'next_check_at', 'failures', 'seen');
create constraint trigger audit after insert or delete or update of chain on certificates
    deferrable initially deferred for each row execute function audit_change(
        'certificate', 'id', 'chain', 'key_sealed', 'busy_until', 'next_try_at');

do $$
declare
    name text;
begin
    foreach name in array array['domains', 'certificates', 'domain_holders', 'acme_accounts',
            'acme_challenges', 'host_readers', 'host_revision'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
        if name in ('domains', 'certificates') then
            execute format('create policy tenant on %I using (visible(organization_id))', name);
            execute format(
                'create policy project on %I as restrictive using (within(project_id))', name);
        else
            execute format('create policy installation on %I using (of_installation())', name);
        end if;
    end loop;
end $$;
