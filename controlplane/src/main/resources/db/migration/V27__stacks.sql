-- Stacks: several programs in containers, of one compose file.

alter table services drop constraint services_kind_check;
alter table services add constraint services_kind_check
    check (kind in ('function', 'site', 'proxy', 'app', 'stack'));
