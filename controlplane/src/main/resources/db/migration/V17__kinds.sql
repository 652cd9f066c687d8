-- A service is a function, a site of files, or a proxy for what answers elsewhere.
alter table services drop constraint services_kind_check;
alter table services add constraint services_kind_check check (kind in ('function', 'site', 'proxy'));

-- A site is written in no language of ours; a proxy has neither source nor artifact.
alter table deployments alter column language drop not null;
alter table deployments alter column source_hash drop not null;
alter table versions alter column language drop not null;
alter table versions alter column abi drop not null;
alter table versions alter column artifact_hash drop not null;
alter table versions alter column source_hash drop not null;

-- What a proxy's deployment releases: where requests go.
alter table deployments add column upstream jsonb;
alter table deployments drop constraint deployments_kind_check;
alter table deployments add constraint deployments_kind_check
    check (kind in ('source', 'upstream', 'promotion', 'configuration'));
