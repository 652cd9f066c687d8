-- Nothing wrote keys before. A claim is one try to answer the first request; who holds it may store
-- the answer, until another took the key over. The hash is known once the whole body came.
alter table idempotency_keys
    alter column request_hash drop not null,
    add column claim uuid not null,
    add column leased_until timestamptz not null,
    add column headers text;
create index idempotency_keys_oldest on idempotency_keys (created_at);
