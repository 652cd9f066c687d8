-- What a directory (SCIM 2.0) says of an organization's people, and accounts that it made.

-- An account that a directory made (`provisioned_by`) is that organization's to rename and to close
-- for as long as its person belongs nowhere else.
alter table users add column closed_by uuid references organizations on delete set null;

create table directory_users (
    organization_id uuid not null references organizations on delete cascade,
    user_id uuid not null references users on delete cascade,
    user_name text not null,
    external_id text,
    email text not null,
    name text not null,
    active boolean not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (organization_id, user_id)
);
create unique index directory_users_by_name on directory_users (organization_id, lower(user_name));
create index directory_users_of_user on directory_users (user_id);

-- Who belongs to a group as the directory has it: those who are no members yet, or not now, too.
create table directory_group_members (
    organization_id uuid not null references organizations on delete cascade,
    group_id uuid not null references groups on delete cascade,
    user_id uuid not null,
    primary key (group_id, user_id),
    foreign key (organization_id, user_id)
        references directory_users (organization_id, user_id) on delete cascade
);
create index directory_group_members_of_user on directory_group_members (user_id);

alter table groups add column changed_at timestamptz;

-- Whoever becomes a member comes into the groups that the directory has them in.
create function directory_joins() returns trigger
    language plpgsql as $$
begin
    insert into group_members (organization_id, group_id, user_id)
        select d.organization_id, d.group_id, d.user_id from directory_group_members d
        where d.organization_id = new.organization_id and d.user_id = new.user_id
        on conflict do nothing;
    return null;
end $$;
create trigger directory_joins after insert on memberships
    for each row execute function directory_joins();

-- An administrator's word that somebody may not come in outlasts a directory's.
create function directory_word() returns trigger
    language plpgsql as $$
begin
    if new.closed_by is not distinct from old.closed_by then new.closed_by := null; end if;
    return new;
end $$;
create trigger directory_word before update of disabled_at on users
    for each row execute function directory_word();

-- Keys of an organization belong to nobody who could leave it.
alter table keys
    drop constraint keys_kind_check,
    add constraint keys_kind_check check (kind in ('installation', 'user', 'project', 'organization'));

do $$
declare
    watched text[];
begin
    foreach watched slice 1 in array array[
        ['directory_users', 'directory user', 'user_id'],
        ['directory_group_members', 'directory group member', 'user_id']] loop
        execute format('create constraint trigger audit after insert or update or delete on %I
            deferrable initially deferred for each row execute function audit_change(%L, %L)',
            watched[1], watched[2], watched[3]);
        execute format('alter table %I enable row level security', watched[1]);
        execute format('alter table %I force row level security', watched[1]);
        execute format('create policy tenant on %I using (visible(organization_id))', watched[1]);
        execute format('grant select, insert, update, delete on %I to fairlead_runtime', watched[1]);
    end loop;
end $$;
