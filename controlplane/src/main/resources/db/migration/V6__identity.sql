-- People, what they belong to, how they prove who they are, what they may, and what they did.
--
-- A transaction says for whom it acts: `fairlead.organization` (an id, or `*` for the installation
-- itself), `fairlead.projects` (`*`, or the ids of the projects that the caller's role reaches),
-- `fairlead.person` (`*`, or the id that allow lists are read for) and `fairlead.actor` (what the
-- audit log says of the caller, as JSON).

create function of_installation() returns boolean
    language sql stable
    return current_setting('fairlead.organization', true) = '*';

create function within(project uuid) returns boolean
    language sql stable
    return current_setting('fairlead.projects', true) = '*'
        or project::text = any (string_to_array(current_setting('fairlead.projects', true), ','));

create table users (
    id uuid primary key,
    -- lower case, the domain in its ASCII form: two addresses that look alike differ here
    email text not null unique,
    name text not null,
    password_hash text,
    email_verified_at timestamptz,
    -- of the installation: creates organizations, sees all of them
    administrator boolean not null default false,
    totp_sealed bytea,
    totp_confirmed_at timestamptz,
    -- the step of the last code that was taken: each is taken once
    totp_step bigint,
    created_at timestamptz not null,
    disabled_at timestamptz
);

create table recovery_codes (
    user_id uuid not null references users on delete cascade,
    hash text not null,
    used_at timestamptz,
    primary key (user_id, hash)
);

create table memberships (
    organization_id uuid not null references organizations on delete cascade,
    user_id uuid not null references users on delete cascade,
    role text not null,
    created_at timestamptz not null,
    primary key (organization_id, user_id)
);
create index memberships_of_user on memberships (user_id);

create table groups (
    id uuid primary key,
    organization_id uuid not null references organizations on delete cascade,
    name text not null,
    -- the name that a directory has for it
    external_id text,
    created_at timestamptz not null,
    unique (organization_id, name)
);

create table group_members (
    organization_id uuid not null references organizations on delete cascade,
    group_id uuid not null references groups on delete cascade,
    user_id uuid not null,
    primary key (group_id, user_id),
    foreign key (organization_id, user_id)
        references memberships (organization_id, user_id) on delete cascade
);
create index group_members_of_user on group_members (user_id);

create table roles (
    organization_id uuid not null references organizations on delete cascade,
    name text not null,
    permissions text[] not null,
    created_at timestamptz not null,
    primary key (organization_id, name)
);

-- A role for a user or a group, in one project or (groups alone) in the whole organization.
create table role_grants (
    id uuid primary key,
    organization_id uuid not null references organizations on delete cascade,
    project_id uuid references projects on delete cascade,
    user_id uuid,
    group_id uuid references groups on delete cascade,
    role text not null,
    created_at timestamptz not null,
    check ((user_id is null) <> (group_id is null)),
    check (project_id is not null or group_id is not null),
    unique nulls not distinct (organization_id, project_id, user_id, group_id),
    foreign key (organization_id, user_id)
        references memberships (organization_id, user_id) on delete cascade
);

create table invitations (
    id uuid primary key,
    organization_id uuid not null references organizations on delete cascade,
    email text not null,
    role text not null,
    token_hash text not null unique,
    invited_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz
);
create unique index invitations_open on invitations (organization_id, email)
    where accepted_at is null and revoked_at is null;

-- Who may reach a function that not everybody may whose role would allow it.
alter table functions add column audience text not null default 'organization';
create table function_allowed (
    organization_id uuid not null references organizations on delete cascade,
    function_id uuid not null references functions on delete cascade,
    user_id uuid,
    group_id uuid references groups on delete cascade,
    check ((user_id is null) <> (group_id is null)),
    unique nulls not distinct (function_id, user_id, group_id),
    foreign key (organization_id, user_id)
        references memberships (organization_id, user_id) on delete cascade
);

-- Signed in once: in a browser, or a command line or program, whose refresh tokens are its family.
create table sessions (
    id uuid primary key,
    user_id uuid not null references users on delete cascade,
    kind text not null,
    -- of the cookie; a command line has none
    token_hash text unique,
    address text not null,
    agent text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);
create index sessions_of_user on sessions (user_id);
create index sessions_oldest on sessions (expires_at);

create table refresh_tokens (
    hash text primary key,
    session_id uuid not null references sessions on delete cascade,
    created_at timestamptz not null,
    used_at timestamptz
);
create index refresh_tokens_of_session on refresh_tokens (session_id);

-- One-time links: first administrator, password reset, address verification.
create table links (
    token_hash text primary key,
    purpose text not null,
    user_id uuid references users on delete cascade,
    email text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

-- A command line that waits for somebody to approve it in a browser (RFC 8628).
create table device_logins (
    id uuid primary key,
    device_hash text not null unique,
    user_code text not null unique,
    address text not null,
    agent text not null,
    user_id uuid references users on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    asked_at timestamptz,
    decided_at timestamptz,
    used_at timestamptz
);

-- Keys that access tokens are signed with; the newest signs, all verify.
create table signing_keys (
    id uuid primary key,
    sealed bytea not null,
    created_at timestamptz not null
);

-- How often something failed in a window, such as signing in as somebody.
create table failures (
    subject text primary key,
    count int not null,
    since timestamptz not null
);

alter table keys
    add column kind text not null default 'installation',
    add column user_id uuid references users on delete cascade,
    add column project_id uuid references projects on delete cascade,
    -- null: whatever its owner may
    add column scopes text[],
    add column addresses text[],
    add column created_by text not null default 'system',
    add column expires_at timestamptz,
    add column last_used_at timestamptz,
    add column last_used_from text,
    -- the text it had before it was rotated, for as long as that still opens
    add column previous_hash text unique,
    add column previous_until timestamptz,
    add check (kind in ('installation', 'user', 'project')),
    add check ((kind = 'user') = (user_id is not null)),
    add check ((kind = 'project') = (project_id is not null));
create index keys_newest on keys (organization_id, id desc);

-- Every change and every refused try. Rows are chained by hash, one chain for each organization and
-- one for the installation, so that a row that was changed or taken out shows.
create table audit_events (
    chain uuid not null,
    sequence bigint not null,
    organization_id uuid,
    at timestamptz not null,
    actor text not null,
    actor_name text not null,
    via text not null,
    address text not null,
    request_id text not null,
    operation text not null,
    action text not null,
    target_kind text not null,
    target text not null,
    code text not null,
    before jsonb,
    after jsonb,
    previous_hash bytea not null,
    hash bytea not null,
    primary key (chain, sequence)
);
create index audit_events_by_time on audit_events (chain, at);

create table audit_heads (
    chain uuid primary key,
    sequence bigint not null,
    hash bytea not null,
    -- what retention took from the beginning
    trimmed_to bigint not null default 0
);

create function audit_hash(event audit_events) returns bytea
    language sql stable
    return sha256(event.previous_hash || convert_to(jsonb_build_array(
        event.chain, event.sequence, event.organization_id, extract(epoch from event.at),
        event.actor, event.actor_name, event.via, event.address, event.request_id,
        event.operation, event.action, event.target_kind, event.target, event.code,
        event.before, event.after)::text, 'UTF8'));

-- As the owner: the runtime's login can add events, and nothing else to the log.
create function audit_append() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    head audit_heads;
begin
    new.chain := coalesce(new.organization_id, '00000000-0000-0000-0000-000000000000'::uuid);
    new.at := clock_timestamp();
    insert into audit_heads (chain, sequence, hash) values (new.chain, 0, '') on conflict do nothing;
    select * into head from audit_heads where chain = new.chain for update;
    new.sequence := head.sequence + 1;
    new.previous_hash := head.hash;
    new.hash := audit_hash(new);
    update audit_heads set sequence = new.sequence, hash = new.hash where chain = new.chain;
    return new;
end $$;
create trigger audit_append before insert on audit_events
    for each row execute function audit_append();

-- Where a chain should end.
create function audit_head(of_chain uuid, out sequence bigint, out hash bytea, out trimmed_to bigint)
    language sql stable security definer set search_path = public, pg_temp
    return (select row (h.sequence, h.hash, h.trimmed_to) from audit_heads h
            where h.chain = of_chain);

-- Writes what a row was and became, when the transaction ends: until then it holds no lock that
-- another could wait for. Arguments: what it is called, its id's column, and the columns
-- that nobody may read in a log.
create function audit_change() returns trigger
    language plpgsql as $$
declare
    actor jsonb := coalesce(nullif(current_setting('fairlead.actor', true), ''), '{}')::jsonb;
    was jsonb;
    is_now jsonb;
    hidden text;
    row_is jsonb;
begin
    if tg_op <> 'INSERT' then was := to_jsonb(old); end if;
    if tg_op <> 'DELETE' then is_now := to_jsonb(new); end if;
    row_is := coalesce(is_now, was);
    if tg_nargs > 2 then
        for i in 2 .. tg_nargs - 1 loop
            hidden := tg_argv[i];
            if was is not null and is_now is not null
                    and was -> hidden is distinct from is_now -> hidden then
                was := was || jsonb_build_object(hidden, '(was another)');
                is_now := is_now || jsonb_build_object(hidden, '(changed)');
            else
                was := was - hidden;
                is_now := is_now - hidden;
            end if;
        end loop;
    end if;
    if was is not null and is_now is not null then
        -- what did not change is no news
        select jsonb_object_agg(key, value) into was
            from jsonb_each(was) where value is distinct from is_now -> key;
        if was is null then return null; end if;
        select jsonb_object_agg(key, value) into is_now
            from jsonb_each(is_now) where was ? key;
    end if;
    insert into audit_events (organization_id, actor, actor_name, via, address, request_id,
            operation, action, target_kind, target, code, before, after)
        values (case when tg_argv[0] = 'organization' then (row_is ->> 'id')::uuid
                    else (row_is ->> 'organization_id')::uuid end,
            coalesce(actor ->> 'id', 'system'), coalesce(actor ->> 'name', 'system'),
            coalesce(actor ->> 'via', 'system'), coalesce(actor ->> 'address', ''),
            coalesce(actor ->> 'request', ''), coalesce(actor ->> 'operation', ''),
            case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
            tg_argv[0], coalesce(row_is ->> tg_argv[1], ''), '', was, is_now);
    return null;
end $$;

do $$
declare
    watched text[];
begin
    foreach watched slice 1 in array array[
        ['organizations', 'organization', 'id', ''],
        ['users', 'user', 'id', '''password_hash'', ''totp_sealed'', ''totp_step'''],
        ['recovery_codes', 'recovery code', 'user_id', '''hash'''],
        ['memberships', 'member', 'user_id', ''],
        ['groups', 'group', 'id', ''],
        ['group_members', 'group member', 'user_id', ''],
        ['roles', 'role', 'name', ''],
        ['role_grants', 'role grant', 'id', ''],
        ['invitations', 'invitation', 'id', '''token_hash'''],
        ['function_allowed', 'allowed', 'function_id', ''],
        ['keys', 'key', 'id', '''hash'', ''previous_hash'', ''last_used_at'', ''last_used_from'''],
        ['projects', 'project', 'id', ''],
        ['functions', 'function', 'id', ''],
        ['variables', 'variable', 'name', '''value'', ''sealed'''],
        ['aliases', 'alias', 'name', '']] loop
        execute format('create constraint trigger audit after insert or update or delete on %I
            deferrable initially deferred for each row execute function audit_change(%L, %L%s)',
            watched[1], watched[2], watched[3],
            case when watched[4] = '' then '' else ', ' || watched[4] end);
    end loop;
    execute 'create constraint trigger audit after insert on deployments
        deferrable initially deferred for each row execute function audit_change(''deployment'', ''id'', ''diagnostics'', ''phases'')';
end $$;
-- Used now and then, by thousands of requests: not a change that anybody made.
drop trigger audit on keys;
create constraint trigger audit after insert or delete or update of name, hash, revoked_at,
        scopes, addresses, expires_at on keys
    deferrable initially deferred for each row execute function audit_change(
        'key', 'id', 'hash', 'previous_hash', 'last_used_at', 'last_used_from');
create function audit_session() returns trigger
    language plpgsql as $$
declare
    actor jsonb := coalesce(nullif(current_setting('fairlead.actor', true), ''), '{}')::jsonb;
begin
    insert into audit_events (actor, actor_name, via, address, request_id, operation, action,
            target_kind, target, code, after)
        values (coalesce(actor ->> 'id', new.user_id::text), coalesce(actor ->> 'name', 'system'),
            coalesce(actor ->> 'via', 'system'), coalesce(actor ->> 'address', new.address),
            coalesce(actor ->> 'request', ''), coalesce(actor ->> 'operation', ''),
            case when tg_op = 'INSERT' then 'created' else 'revoked' end, 'session', new.id::text, '',
            jsonb_build_object('user_id', new.user_id, 'kind', new.kind, 'agent', new.agent));
    return null;
end $$;
create constraint trigger audit_begin after insert on sessions
    deferrable initially deferred for each row execute function audit_session();
create constraint trigger audit_end after update of revoked_at on sessions
    deferrable initially deferred for each row when (old.revoked_at is null and new.revoked_at is not null)
    execute function audit_session();

-- Tells every instance that a decision it remembers may be another by now.
create function access_changed() returns trigger
    language plpgsql as $$
begin
    notify fairlead_access;
    return null;
end $$;
create trigger access_changed after update of disabled_at, administrator or delete on users
    for each statement execute function access_changed();
create trigger access_changed after update of revoked_at, expires_at, token_hash or delete on sessions
    for each statement execute function access_changed();
create trigger access_changed after delete or update of revoked_at, hash, previous_hash,
        previous_until, scopes, addresses, expires_at on keys
    for each statement execute function access_changed();
do $$
declare
    name text;
begin
    foreach name in array array['memberships', 'group_members', 'roles', 'role_grants', 'groups',
            'function_allowed'] loop
        execute format('create trigger access_changed after insert or update or delete on %I
            for each statement execute function access_changed()', name);
    end loop;
end $$;
create trigger access_changed after update of audience on functions
    for each statement execute function access_changed();

-- Rows of an organization.
do $$
declare
    name text;
begin
    foreach name in array array['memberships', 'groups', 'group_members', 'roles', 'role_grants',
            'invitations', 'function_allowed'] loop
        execute format('alter table %I enable row level security', name);
        execute format('create policy tenant on %I using (visible(organization_id))', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
end $$;

-- Rows of the installation.
do $$
declare
    name text;
begin
    foreach name in array array['users', 'recovery_codes', 'sessions', 'refresh_tokens', 'links',
            'device_logins', 'signing_keys', 'failures'] loop
        execute format('alter table %I enable row level security', name);
        execute format('create policy installation on %I using (of_installation())', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
end $$;
-- An organization sees its members.
create policy member on users for select
    using (exists (select from memberships m where m.user_id = users.id));

alter table audit_events enable row level security;
create policy tenant on audit_events
    using (visible(organization_id) or (organization_id is null and of_installation()))
    -- a change of the installation's own may be made in an organization's transaction
    with check (organization_id is null or visible(organization_id));
grant select, insert on audit_events to fairlead_runtime;

grant update, delete on organizations to fairlead_runtime;

-- Projects that a caller's role does not reach, and functions that name who may, are not there.
-- Executions are too many to ask for each of them: they are found by way of their function.
create policy project on projects as restrictive using (within(id));
create function may_reach(function uuid, audience text) returns boolean
    language sql stable
    return audience <> 'listed' or current_setting('fairlead.person', true) = '*'
        or exists (
            select from function_allowed a
            where a.function_id = function
              and (a.user_id::text = current_setting('fairlead.person', true)
                  or a.group_id in (
                      select m.group_id from group_members m
                      where m.user_id::text = current_setting('fairlead.person', true))));
create policy project on functions as restrictive
    using (within(project_id) and may_reach(id, audience))
    with check (within(project_id));
do $$
declare
    name text;
begin
    foreach name in array array['deployments', 'versions', 'aliases', 'variables'] loop
        execute format('create policy project on %I as restrictive using (
            (current_setting(''fairlead.projects'', true) = ''*''
                and current_setting(''fairlead.person'', true) = ''*'')
            or exists (select from functions f where f.id = function_id))', name);
    end loop;
    foreach name in array array['builds', 'build_log_lines'] loop
        execute format('create policy project on %I as restrictive using (
            (current_setting(''fairlead.projects'', true) = ''*''
                and current_setting(''fairlead.person'', true) = ''*'')
            or exists (select from deployments d where d.id = deployment_id))', name);
    end loop;
end $$;
-- Keys of users and grants in the whole organization are for who may in the whole organization.
create policy project on keys as restrictive
    using (within(coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid)));
create policy project on role_grants as restrictive
    using (within(coalesce(project_id, '00000000-0000-0000-0000-000000000000'::uuid)));

-- The owner's login is held to it, too. Executions are not: it writes them by COPY, which does not
-- work under row-level security.
do $$
declare
    name text;
begin
    for name in select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relrowsecurity
              and c.relkind = 'r' and not c.relispartition loop
        execute format('alter table %I force row level security', name);
    end loop;
end $$;
