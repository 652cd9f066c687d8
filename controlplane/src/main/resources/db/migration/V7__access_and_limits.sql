-- Who may call a function and how often, and what the instances took of their limits together.

alter table functions
    add column access text not null default 'public',
    add column rate_requests bigint,
    add column rate_period_s bigint,
    add column rate_burst bigint,
    add column rate_per text;

-- The time at which a bucket is full again; a row of the past says nothing and goes. Lost in a crash
-- of the database: then buckets are full.
create unlogged table rate_budgets (
    key text primary key,
    full_at timestamptz not null,
    -- what was told last; a row that comes again is added by it
    taken interval not null
);

create unlogged table rate_instances (
    id uuid primary key,
    seen_at timestamptz not null
);

do $$
declare
    name text;
begin
    foreach name in array array['rate_budgets', 'rate_instances'] loop
        execute format('alter table %I enable row level security', name);
        execute format(
            'create policy installation on %I using (current_setting(''fairlead.organization'', true) = ''*'')',
            name);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', name);
    end loop;
end $$;
