-- How many instances an app has.
alter table services
    add column scale_min int not null default 1,
    add column scale_max int not null default 10,
    -- of what its instances may do at once, in per cent
    add column scale_target int not null default 70,
    add column scale_idle_ms bigint not null default 300000,
    add column scale_down_delay_ms bigint not null default 60000;
