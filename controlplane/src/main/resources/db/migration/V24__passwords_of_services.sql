-- Who may come to a service whose access is 'password'.
alter table services
    add column password_users text[] not null default '{}',
    -- of their passwords, by their names
    add column password_hashes jsonb not null default '{}',
    add constraint services_password_check
        check (access <> 'password' or cardinality(password_users) > 0);

drop trigger audit on services;
create constraint trigger audit after insert or delete or update on services
    deferrable initially deferred for each row execute function audit_change(
        'function', 'id', 'password_hashes');
