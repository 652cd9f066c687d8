-- Functions whose calls are signed; and the audit log: how long it is kept, and where it is sent.

alter table functions add column signed_headers text[];

-- What calls of a function are signed with: the newest has no end.
create table signing_secrets (
    organization_id uuid not null references organizations,
    function_id uuid not null references functions on delete cascade,
    key_id text not null,
    sealed bytea not null,
    created_at timestamptz not null,
    valid_until timestamptz,
    primary key (function_id, key_id)
);

alter table signing_secrets enable row level security;
alter table signing_secrets force row level security;
create policy tenant on signing_secrets using (visible(organization_id));
create policy project on signing_secrets as restrictive using (
    (current_setting('fairlead.projects', true) = '*'
        and current_setting('fairlead.person', true) = '*')
    or exists (select from functions f where f.id = function_id));
grant select, insert, update, delete on signing_secrets to fairlead_runtime;
create constraint trigger audit after insert or update or delete on signing_secrets
    deferrable initially deferred
    for each row execute function audit_change('signing secret', 'key_id', 'sealed');

-- Which nonces were used, by their SHA-256. Logged: after a crash they must still be used.
create table signature_nonces (
    function_id uuid not null,
    nonce bytea not null,
    expires_at timestamptz not null,
    primary key (function_id, nonce)
);
create index signature_nonces_oldest on signature_nonces (expires_at);
alter table signature_nonces enable row level security;
alter table signature_nonces force row level security;
create policy installation on signature_nonces using (of_installation());
grant select, insert, delete on signature_nonces to fairlead_runtime;

-- For how long an organization keeps its log; no longer than the installation does.
alter table organizations add column audit_days int;

-- The hash of the last event that retention took: the first that is left goes on from it.
alter table audit_heads add column trimmed_hash bytea;

drop function audit_head(uuid);
create function audit_head(of_chain uuid, out sequence bigint, out hash bytea,
        out trimmed_to bigint, out trimmed_hash bytea)
    language sql stable security definer set search_path = public, pg_temp
    return (select row (h.sequence, h.hash, h.trimmed_to, h.trimmed_hash) from audit_heads h
            where h.chain = of_chain);

-- Where events are sent. What changes with each batch is in a table of its own: it is no change that
-- anybody made.
create table audit_streams (
    id uuid primary key,
    -- null: the installation's own
    organization_id uuid references organizations on delete cascade,
    name text not null,
    kind text not null check (kind in ('webhook', 'syslog')),
    address text not null,
    sealed bytea,
    created_at timestamptz not null,
    unique nulls not distinct (organization_id, name)
);

create table audit_stream_states (
    stream_id uuid primary key references audit_streams on delete cascade,
    organization_id uuid,
    chain uuid not null,
    -- the last event that arrived
    cursor bigint not null,
    failures int not null default 0,
    next_at timestamptz not null,
    paused_at timestamptz,
    delivered_at timestamptz,
    last_error text
);
create index audit_stream_states_of_chain on audit_stream_states (chain);

do $$
declare
    name text;
begin
    foreach name in array array['audit_streams', 'audit_stream_states'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy tenant on %I using (
            visible(organization_id) or (organization_id is null and of_installation()))', name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
end $$;
create constraint trigger audit after insert or update or delete on audit_streams
    deferrable initially deferred
    for each row execute function audit_change('audit stream', 'id', 'sealed');

-- Takes the events of a chain before a moment, from the beginning, at most so many and none that a
-- stream has still to send. It leaves a sign in the chain itself, which says how far and with which
-- hash; the sign is not taken before the next one is there. For the owner's login alone.
create function audit_trim(of_chain uuid, older_than timestamptz, most bigint) returns bigint
    language plpgsql set search_path = public, pg_temp as $$
declare
    head audit_heads;
    last audit_events;
    upto bigint;
begin
    select * into head from audit_heads where chain = of_chain for update;
    if head is null then
        return 0;
    end if;
    select min(e.sequence) - 1 into upto from audit_events e
        where e.chain = of_chain and e.at >= older_than;
    upto := least(coalesce(upto, head.sequence), head.trimmed_to + most,
        (select min(s.cursor) from audit_stream_states s where s.chain = of_chain));
    -- Signs alone are left to be: else each would be taken for the next, for ever.
    if upto <= head.trimmed_to or not exists (
            select from audit_events e where e.chain = of_chain and e.sequence <= upto
                and not (e.action = 'trimmed' and e.target_kind = 'audit log')) then
        return 0;
    end if;
    select * into strict last from audit_events where chain = of_chain and sequence = upto;
    update audit_heads set trimmed_to = upto, trimmed_hash = last.hash where chain = of_chain;
    delete from audit_events where chain = of_chain and sequence <= upto;
    insert into audit_events (organization_id, actor, actor_name, via, address, request_id,
            operation, action, target_kind, target, code, after)
        values (last.organization_id, 'system', 'system', 'system', '', '', '', 'trimmed',
            'audit log', of_chain::text, '', jsonb_build_object(
                'through', upto, 'hash', encode(last.hash, 'hex'), 'events', upto - head.trimmed_to,
                'olderThan', older_than));
    return upto - head.trimmed_to;
end $$;
revoke execute on function audit_trim(uuid, timestamptz, bigint) from public;
