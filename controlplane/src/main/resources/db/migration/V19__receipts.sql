-- What was under way while a service changed, and what became of it; one of each server.
create table receipts (
    id uuid primary key,
    organization_id uuid not null references organizations,
    service_id uuid not null references services on delete cascade,
    instance text not null,
    at timestamptz not null,
    -- null: something that was under way then has not ended
    settled_at timestamptz,
    in_flight bigint not null,
    lost bigint,
    -- JSON, and its signature by the key
    document text not null,
    signature text,
    key_id text
);
create index receipts_of_service on receipts (service_id, id desc);
create index receipts_of_organization on receipts (organization_id);

-- By these the installation signs receipts.
create table receipt_keys (
    id text primary key,
    public text not null,
    key_sealed bytea not null,
    created_at timestamptz not null
);

alter table receipts enable row level security;
alter table receipts force row level security;
create policy tenant on receipts using (visible(organization_id));
create policy project on receipts as restrictive using (
    (current_setting('fairlead.projects', true) = '*' and current_setting('fairlead.person', true) = '*')
    or exists (select from services s where s.id = service_id));
grant select, insert, update, delete on receipts to fairlead_runtime;
alter table receipt_keys enable row level security;
alter table receipt_keys force row level security;
create policy installation on receipt_keys using (of_installation());
grant select, insert, update on receipt_keys to fairlead_runtime;
