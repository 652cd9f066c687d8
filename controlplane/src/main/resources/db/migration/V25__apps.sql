-- A service may be an app, too: a program in containers.
alter table services drop constraint services_kind_check;
alter table services add constraint services_kind_check
    check (kind in ('function', 'site', 'proxy', 'app'));
