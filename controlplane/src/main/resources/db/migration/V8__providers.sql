-- Other systems by whose word people sign in, whom they know, and what they gave to whom.

create table providers (
    -- in addresses that the other system knows, so it never changes
    name text primary key,
    kind text not null,
    display_name text not null,
    enabled boolean not null,
    -- who signs in belongs to it
    organization_id uuid references organizations on delete cascade,
    allow_sign_up boolean not null,
    email_domains text[] not null,
    -- who is in none of these is not let in; empty: everybody is
    allowed_groups text[] not null,
    trusts_second_factor boolean not null,
    -- an issuer, an own server of GitHub, or where SAML requests go
    address text,
    client_id text,
    secret_sealed bytea,
    scopes text[] not null,
    metadata text,
    entity_id text,
    certificates text[] not null,
    email_claim text not null,
    name_claim text not null,
    groups_claim text not null,
    default_role text,
    remove_without_groups boolean not null,
    created_at timestamptz not null,
    revision bigint not null,
    check (kind in ('oidc', 'github', 'saml'))
);

create table provider_rules (
    provider text not null references providers on delete cascade,
    position int not null,
    -- a group as the provider writes it
    theirs text not null,
    role text,
    group_id uuid references groups on delete cascade,
    primary key (provider, position),
    check ((role is null) <> (group_id is null))
);

-- Somebody as a provider knows them: one user here, who has one of each provider at most.
create table identities (
    provider text not null references providers on delete cascade,
    subject text not null,
    user_id uuid not null references users on delete cascade,
    -- what it said last, to be shown
    email text not null,
    created_at timestamptz not null,
    used_at timestamptz not null,
    primary key (provider, subject),
    unique (provider, user_id)
);
create index identities_of_user on identities (user_id);

-- A role that a provider gave, besides the one that somebody gave by hand.
create table mapped_roles (
    organization_id uuid not null references organizations on delete cascade,
    user_id uuid not null,
    provider text not null references providers on delete cascade,
    role text not null,
    primary key (organization_id, user_id, provider),
    foreign key (organization_id, user_id)
        references memberships (organization_id, user_id) on delete cascade
);

alter table memberships
    -- who made them a member, until somebody here gives them a role
    add column provider text references providers on delete set null;
alter table group_members
    -- who put them there; null: somebody here
    add column provider text references providers on delete cascade;
alter table users
    -- an organization whose directory made the account, which its provider may claim
    add column provisioned_by uuid references organizations on delete set null;
alter table sessions
    add column provider text references providers on delete set null,
    -- when whoever holds it last proved who they are; null: when it began
    add column confirmed_at timestamptz;
alter table device_logins
    add column provider text references providers on delete set null;

-- Between leaving for a provider and coming back, and what comes before and after: the right to
-- connect, and the wait for a second factor. Each serves once.
create table pending_sign_ins (
    hash text primary key,
    purpose text not null,
    provider text not null references providers on delete cascade,
    -- of the cookie of the browser that began it
    browser_hash text not null,
    sealed bytea not null,
    return_path text not null,
    user_id uuid references users on delete cascade,
    session_id uuid references sessions on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    check (purpose in ('sign-in', 'connect', 'factor'))
);
create index pending_sign_ins_oldest on pending_sign_ins (expires_at);

-- What was used once and must not be again, on whatever instance.
create table replays (
    provider text not null,
    id text not null,
    until timestamptz not null,
    primary key (provider, id)
);
create index replays_oldest on replays (until);

-- Whose use ends, ends at once: also where an organization goes with its providers.
create function provider_ended() returns trigger
    language plpgsql set fairlead.organization = '*' as $$
begin
    update sessions set revoked_at = now() where provider = old.name and revoked_at is null;
    delete from pending_sign_ins where provider = old.name;
    delete from device_logins where provider = old.name;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger provider_deleted before delete on providers
    for each row execute function provider_ended();
create trigger provider_disabled before update of enabled on providers
    for each row when (old.enabled and not new.enabled) execute function provider_ended();

create constraint trigger audit after insert or update or delete on providers
    deferrable initially deferred for each row execute function audit_change(
        'provider', 'name', 'secret_sealed', 'revision');
create constraint trigger audit after insert or update or delete on provider_rules
    deferrable initially deferred for each row execute function audit_change(
        'provider rule', 'provider');
create constraint trigger audit after insert or delete or update of user_id on identities
    deferrable initially deferred for each row execute function audit_change(
        'identity', 'user_id', 'used_at');
create constraint trigger audit after insert or update or delete on mapped_roles
    deferrable initially deferred for each row execute function audit_change(
        'mapped role', 'user_id');
create trigger access_changed after insert or update or delete on mapped_roles
    for each statement execute function access_changed();

do $$
declare
    name text;
begin
    foreach name in array array['providers', 'provider_rules', 'identities', 'pending_sign_ins',
            'replays', 'mapped_roles'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
        if name = 'mapped_roles' then
            execute 'create policy tenant on mapped_roles using (visible(organization_id))';
        else
            execute format('create policy installation on %I using (of_installation())', name);
        end if;
    end loop;
end $$;
