table acme_accounts (row level security, forced)
table acme_challenges (row level security, forced)
table aliases (row level security, forced)
table audit_events (row level security, forced)
table audit_heads
table audit_stream_states (row level security, forced)
table audit_streams (row level security, forced)
table build_cache (row level security, forced)
table build_log_lines (row level security, forced)
table builds (row level security, forced)
table cdns (row level security, forced)
table certificates (row level security, forced)
table deleted_functions (row level security, forced)
table deployment_approvals (row level security, forced)
table deployments (row level security, forced)
table device_logins (row level security, forced)
table directory_group_members (row level security, forced)
table directory_users (row level security, forced)
table domain_holders (row level security, forced)
table domains (row level security, forced)
table environment_deployers (row level security, forced)
table environments (row level security, forced)
table executions (row level security) partitioned by RANGE (started_at)
table executions_rest partition DEFAULT
table failures (row level security, forced)
table group_members (row level security, forced)
table groups (row level security, forced)
table host_readers (row level security, forced)
table host_revision (row level security, forced)
table idempotency_keys (row level security, forced)
table identities (row level security, forced)
table invitations (row level security, forced)
table keys (row level security, forced)
table links (row level security, forced)
table log_lines (row level security) partitioned by RANGE (logged_at)
table log_lines_rest partition DEFAULT
table mapped_roles (row level security, forced)
table memberships (row level security, forced)
table organizations (row level security, forced)
table pending_sign_ins (row level security, forced)
table projects (row level security, forced)
table provider_rules (row level security, forced)
table providers (row level security, forced)
table purges (row level security, forced)
table quota_uses (row level security, forced)
table quotas (row level security, forced)
table rate_budgets (row level security)
table rate_instances (row level security)
table receipt_keys (row level security, forced)
table receipts (row level security, forced)
table recovery_codes (row level security, forced)
table reencryptions (row level security, forced)
table refresh_tokens (row level security, forced)
table registries (row level security, forced)
table replays (row level security, forced)
table role_grants (row level security, forced)
table roles (row level security, forced)
table rollouts (row level security, forced)
table routes (row level security, forced)
table scheduled_tasks
table service_allowed (row level security, forced)
table services (row level security, forced)
table sessions (row level security, forced)
table signature_nonces (row level security, forced)
table signing_keys (row level security, forced)
table signing_secrets (row level security, forced)
table users (row level security, forced)
table variable_definitions (row level security, forced)
table variables (row level security, forced)
table version_figures (row level security, forced)
table versions (row level security, forced)
table zones (row level security, forced)

column acme_accounts.directory text not null
column acme_accounts.key_sealed bytea not null
column acme_accounts.created_at timestamp with time zone not null
column acme_challenges.token text not null
column acme_challenges.answer text not null
column acme_challenges.expires_at timestamp with time zone not null
column acme_challenges.kind text not null default 'http-01'::text
column acme_challenges.name text not null default ''::text
column aliases.organization_id uuid not null
column aliases.service_id uuid not null
column aliases.name text not null
column aliases.version integer not null
column aliases.previous_version integer
column aliases.deployment_id uuid not null
column aliases.revision bigint not null
column aliases.environment_id uuid not null
column aliases.traffic jsonb
column aliases.rollout_id uuid
column audit_events.chain uuid not null
column audit_events.sequence bigint not null
column audit_events.organization_id uuid
column audit_events.at timestamp with time zone not null
column audit_events.actor text not null
column audit_events.actor_name text not null
column audit_events.via text not null
column audit_events.address text not null
column audit_events.request_id text not null
column audit_events.operation text not null
column audit_events.action text not null
column audit_events.target_kind text not null
column audit_events.target text not null
column audit_events.code text not null
column audit_events.before jsonb
column audit_events.after jsonb
column audit_events.previous_hash bytea not null
column audit_events.hash bytea not null
column audit_heads.chain uuid not null
column audit_heads.sequence bigint not null
column audit_heads.hash bytea not null
column audit_heads.trimmed_to bigint not null default 0
column audit_heads.trimmed_hash bytea
column audit_stream_states.stream_id uuid not null
column audit_stream_states.organization_id uuid
column audit_stream_states.chain uuid not null
column audit_stream_states.cursor bigint not null
column audit_stream_states.failures integer not null default 0
column audit_stream_states.next_at timestamp with time zone not null
column audit_stream_states.paused_at timestamp with time zone
column audit_stream_states.delivered_at timestamp with time zone
column audit_stream_states.last_error text
column audit_streams.id uuid not null
column audit_streams.organization_id uuid
column audit_streams.name text not null
column audit_streams.kind text not null
column audit_streams.address text not null
column audit_streams.sealed bytea
column audit_streams.created_at timestamp with time zone not null
column build_cache.organization_id uuid not null
column build_cache.key text not null
column build_cache.abi text not null
column build_cache.artifact_hash text not null
column build_cache.artifact_bytes bigint not null
column build_cache.used_at timestamp with time zone not null
column build_log_lines.organization_id uuid not null
column build_log_lines.deployment_id uuid not null
column build_log_lines.number bigint not null
column build_log_lines.at timestamp with time zone not null
column build_log_lines.text text not null
column builds.id uuid not null
column builds.organization_id uuid not null
column builds.deployment_id uuid not null
column builds.state text not null
column builds.created_at timestamp with time zone not null
column builds.started_at timestamp with time zone
column builds.ended_at timestamp with time zone
column builds.phases jsonb not null default '[]'::jsonb
column builds.redriven_as uuid
column cdns.project_id uuid not null
column cdns.organization_id uuid not null
column cdns.kind text not null
column cdns.place text not null
column cdns.token_sealed bytea not null
column cdns.created_at timestamp with time zone not null
column certificates.id uuid not null
column certificates.organization_id uuid not null
column certificates.project_id uuid not null
column certificates.domain_id uuid
column certificates.names text[] not null
column certificates.chain text
column certificates.key_sealed bytea
column certificates.issuer text
column certificates.fingerprint text
column certificates.not_before timestamp with time zone
column certificates.not_after timestamp with time zone
column certificates.created_at timestamp with time zone not null
column certificates.next_try_at timestamp with time zone
column certificates.busy_until timestamp with time zone
column certificates.failures integer not null default 0
column certificates.error text
column deleted_functions.id uuid not null
column deleted_functions.organization_id uuid not null
column deleted_functions.deleted_at timestamp with time zone not null
column deployment_approvals.organization_id uuid not null
column deployment_approvals.deployment_id uuid not null
column deployment_approvals.user_id text not null
column deployment_approvals.approved_at timestamp with time zone not null
column deployments.id uuid not null
column deployments.organization_id uuid not null
column deployments.service_id uuid not null
column deployments.state text not null
column deployments.language text
column deployments.source_hash text
column deployments.abi text
column deployments.artifact_hash text
column deployments.version integer
column deployments.error_code text
column deployments.error_detail text
column deployments.diagnostics jsonb
column deployments.phases jsonb not null
column deployments.revision bigint not null
column deployments.created_at timestamp with time zone not null
column deployments.ended_at timestamp with time zone
column deployments.attempts integer not null default 0
column deployments.source_bytes bigint not null default 0
column deployments.artifact_bytes bigint not null default 0
column deployments.environment_id uuid not null
column deployments.kind text not null default 'source'::text
column deployments.base_version integer
column deployments.strategy jsonb
column deployments.author text not null default ''::text
column deployments.overrides jsonb
column deployments.upstream jsonb
column device_logins.id uuid not null
column device_logins.device_hash text not null
column device_logins.user_code text not null
column device_logins.address text not null
column device_logins.agent text not null
column device_logins.user_id uuid
column device_logins.created_at timestamp with time zone not null
column device_logins.expires_at timestamp with time zone not null
column device_logins.asked_at timestamp with time zone
column device_logins.decided_at timestamp with time zone
column device_logins.used_at timestamp with time zone
column device_logins.provider text
column directory_group_members.organization_id uuid not null
column directory_group_members.group_id uuid not null
column directory_group_members.user_id uuid not null
column directory_users.organization_id uuid not null
column directory_users.user_id uuid not null
column directory_users.user_name text not null
column directory_users.external_id text
column directory_users.email text not null
column directory_users.name text not null
column directory_users.active boolean not null
column directory_users.created_at timestamp with time zone not null
column directory_users.changed_at timestamp with time zone not null
column domain_holders.name text not null
column domain_holders.organization_id uuid not null
column domains.id uuid not null
column domains.organization_id uuid not null
column domains.project_id uuid not null
column domains.name text not null
column domains.token text not null
column domains.state text not null
column domains.service_id uuid
column domains.alias text not null
column domains.redirect_https boolean not null
column domains.hsts_seconds bigint
column domains.hsts_subdomains boolean not null default false
column domains.hsts_preload boolean not null default false
column domains.automatic_certificate boolean not null
column domains.proven_by text
column domains.seen text
column domains.created_at timestamp with time zone not null
column domains.verified_at timestamp with time zone
column domains.checked_at timestamp with time zone
column domains.next_check_at timestamp with time zone
column domains.failing_since timestamp with time zone
column domains.failures integer not null default 0
column domains.environment text not null default 'production'::text
column domains.challenge text
column environment_deployers.organization_id uuid not null
column environment_deployers.environment_id uuid not null
column environment_deployers.user_id uuid
column environment_deployers.group_id uuid
column environments.id uuid not null
column environments.organization_id uuid not null
column environments.project_id uuid not null
column environments.name text not null
column environments.parent_id uuid
column environments.deployers text not null default 'everybody'::text
column environments.approvals integer not null default 0
column environments.keep_count integer
column environments.keep_days integer
column environments.frozen_at timestamp with time zone
column environments.frozen_reason text
column environments.revision bigint not null default 1
column environments.created_at timestamp with time zone not null
column environments.updated_at timestamp with time zone not null
column executions.id uuid not null
column executions.organization_id uuid not null
column executions.function_id uuid not null
column executions.version integer not null
column executions.trigger text not null
column executions.status text not null
column executions.started_at timestamp with time zone not null
column executions.queue_us bigint not null
column executions.start_us bigint not null
column executions.run_us bigint not null
column executions.start_kind text not null
column executions.memory_peak_bytes bigint not null
column executions.request_bytes bigint not null
column executions.response_bytes bigint not null
column executions.http_status integer not null
column executions.error_code text
column executions.error_message text
column executions.input_sample text
column executions.output_sample text
column executions.logs jsonb
column executions_rest.id uuid not null
column executions_rest.organization_id uuid not null
column executions_rest.function_id uuid not null
column executions_rest.version integer not null
column executions_rest.trigger text not null
column executions_rest.status text not null
column executions_rest.started_at timestamp with time zone not null
column executions_rest.queue_us bigint not null
column executions_rest.start_us bigint not null
column executions_rest.run_us bigint not null
column executions_rest.start_kind text not null
column executions_rest.memory_peak_bytes bigint not null
column executions_rest.request_bytes bigint not null
column executions_rest.response_bytes bigint not null
column executions_rest.http_status integer not null
column executions_rest.error_code text
column executions_rest.error_message text
column executions_rest.input_sample text
column executions_rest.output_sample text
column executions_rest.logs jsonb
column failures.subject text not null
column failures.count integer not null
column failures.since timestamp with time zone not null
column group_members.organization_id uuid not null
column group_members.group_id uuid not null
column group_members.user_id uuid not null
column group_members.provider text
column groups.id uuid not null
column groups.organization_id uuid not null
column groups.name text not null
column groups.external_id text
column groups.created_at timestamp with time zone not null
column groups.changed_at timestamp with time zone
column host_readers.instance text not null
column host_readers.revision bigint not null
column host_readers.seen_at timestamp with time zone not null
column host_revision.only_one boolean not null default true
column host_revision.value bigint not null
column idempotency_keys.organization_id uuid not null
column idempotency_keys.key text not null
column idempotency_keys.request_hash text
column idempotency_keys.status integer
column idempotency_keys.body text
column idempotency_keys.created_at timestamp with time zone not null
column idempotency_keys.claim uuid not null
column idempotency_keys.leased_until timestamp with time zone not null
column idempotency_keys.headers text
column identities.provider text not null
column identities.subject text not null
column identities.user_id uuid not null
column identities.email text not null
column identities.created_at timestamp with time zone not null
column identities.used_at timestamp with time zone not null
column invitations.id uuid not null
column invitations.organization_id uuid not null
column invitations.email text not null
column invitations.role text not null
column invitations.token_hash text not null
column invitations.invited_by text not null
column invitations.created_at timestamp with time zone not null
column invitations.expires_at timestamp with time zone not null
column invitations.accepted_at timestamp with time zone
column invitations.revoked_at timestamp with time zone
column keys.id uuid not null
column keys.organization_id uuid not null
column keys.name text not null
column keys.hash text not null
column keys.created_at timestamp with time zone not null
column keys.revoked_at timestamp with time zone
column keys.kind text not null default 'installation'::text
column keys.user_id uuid
column keys.project_id uuid
column keys.scopes text[]
column keys.addresses text[]
column keys.created_by text not null default 'system'::text
column keys.expires_at timestamp with time zone
column keys.last_used_at timestamp with time zone
column keys.last_used_from text
column keys.previous_hash text
column keys.previous_until timestamp with time zone
column links.token_hash text not null
column links.purpose text not null
column links.user_id uuid
column links.email text
column links.created_at timestamp with time zone not null
column links.expires_at timestamp with time zone not null
column links.used_at timestamp with time zone
column log_lines.id uuid not null
column log_lines.organization_id uuid not null
column log_lines.function_id uuid not null
column log_lines.version integer not null
column log_lines.part text not null
column log_lines.instance text not null
column log_lines.stream text not null
column log_lines.logged_at timestamp with time zone not null
column log_lines.line text not null
column log_lines_rest.id uuid not null
column log_lines_rest.organization_id uuid not null
column log_lines_rest.function_id uuid not null
column log_lines_rest.version integer not null
column log_lines_rest.part text not null
column log_lines_rest.instance text not null
column log_lines_rest.stream text not null
column log_lines_rest.logged_at timestamp with time zone not null
column log_lines_rest.line text not null
column mapped_roles.organization_id uuid not null
column mapped_roles.user_id uuid not null
column mapped_roles.provider text not null
column mapped_roles.role text not null
column memberships.organization_id uuid not null
column memberships.user_id uuid not null
column memberships.role text not null
column memberships.created_at timestamp with time zone not null
column memberships.provider text
column organizations.id uuid not null
column organizations.name text not null
column organizations.created_at timestamp with time zone not null
column organizations.audit_days integer
column pending_sign_ins.hash text not null
column pending_sign_ins.purpose text not null
column pending_sign_ins.provider text not null
column pending_sign_ins.browser_hash text not null
column pending_sign_ins.sealed bytea not null
column pending_sign_ins.return_path text not null
column pending_sign_ins.user_id uuid
column pending_sign_ins.session_id uuid
column pending_sign_ins.created_at timestamp with time zone not null
column pending_sign_ins.expires_at timestamp with time zone not null
column projects.id uuid not null
column projects.organization_id uuid not null
column projects.name text not null
column projects.created_at timestamp with time zone not null
column provider_rules.provider text not null
column provider_rules.position integer not null
column provider_rules.theirs text not null
column provider_rules.role text
column provider_rules.group_id uuid
column providers.name text not null
column providers.kind text not null
column providers.display_name text not null
column providers.enabled boolean not null
column providers.organization_id uuid
column providers.allow_sign_up boolean not null
column providers.email_domains text[] not null
column providers.allowed_groups text[] not null
column providers.trusts_second_factor boolean not null
column providers.address text
column providers.client_id text
column providers.secret_sealed bytea
column providers.scopes text[] not null
column providers.metadata text
column providers.entity_id text
column providers.certificates text[] not null
column providers.email_claim text not null
column providers.name_claim text not null
column providers.groups_claim text not null
column providers.default_role text
column providers.remove_without_groups boolean not null
column providers.created_at timestamp with time zone not null
column providers.revision bigint not null
column purges.id bigint not null
column purges.organization_id uuid not null
column purges.project_id uuid not null
column purges.service_id uuid not null
column purges.at timestamp with time zone not null
column purges.scope text not null
column purges.host text not null
column purges.value text not null
column purges.cdn text
column purges.tries integer not null default 0
column purges.next_at timestamp with time zone not null
column purges.error text
column quota_uses.organization_id uuid not null
column quota_uses.project_id uuid not null
column quota_uses.resource text not null
column quota_uses.period date not null
column quota_uses.used bigint not null
column quotas.organization_id uuid
column quotas.project_id uuid
column quotas.resource text not null
column quotas.most bigint not null
column rate_budgets.key text not null
column rate_budgets.full_at timestamp with time zone not null
column rate_budgets.taken interval not null
column rate_instances.id uuid not null
column rate_instances.seen_at timestamp with time zone not null
column receipt_keys.id text not null
column receipt_keys.public text not null
column receipt_keys.key_sealed bytea not null
column receipt_keys.created_at timestamp with time zone not null
column receipts.id uuid not null
column receipts.organization_id uuid not null
column receipts.service_id uuid not null
column receipts.instance text not null
column receipts.at timestamp with time zone not null
column receipts.settled_at timestamp with time zone
column receipts.in_flight bigint not null
column receipts.lost bigint
column receipts.document text not null
column receipts.signature text
column receipts.key_id text
column recovery_codes.user_id uuid not null
column recovery_codes.hash text not null
column recovery_codes.used_at timestamp with time zone
column reencryptions.key_id text not null
column reencryptions.requested_at timestamp with time zone not null
column reencryptions.finished_at timestamp with time zone
column refresh_tokens.hash text not null
column refresh_tokens.session_id uuid not null
column refresh_tokens.created_at timestamp with time zone not null
column refresh_tokens.used_at timestamp with time zone
column registries.organization_id uuid not null
column registries.host text not null
column registries.user_name text not null
column registries.password_sealed bytea not null
column registries.updated_at timestamp with time zone not null
column replays.provider text not null
column replays.id text not null
column replays.until timestamp with time zone not null
column role_grants.id uuid not null
column role_grants.organization_id uuid not null
column role_grants.project_id uuid
column role_grants.user_id uuid
column role_grants.group_id uuid
column role_grants.role text not null
column role_grants.created_at timestamp with time zone not null
column roles.organization_id uuid not null
column roles.name text not null
column roles.permissions text[] not null
column roles.created_at timestamp with time zone not null
column rollouts.id uuid not null
column rollouts.organization_id uuid not null
column rollouts.service_id uuid not null
column rollouts.environment_id uuid not null
column rollouts.alias text not null
column rollouts.deployment_id uuid
column rollouts.from_version integer not null
column rollouts.to_version integer not null
column rollouts.strategy jsonb not null
column rollouts.state text not null
column rollouts.step integer not null
column rollouts.step_started_at timestamp with time zone not null
column rollouts.judgement jsonb not null default '{}'::jsonb
column rollouts.reason text
column rollouts.revision bigint not null
column rollouts.created_at timestamp with time zone not null
column rollouts.ended_at timestamp with time zone
column rollouts.ending text
column rollouts.ending_at timestamp with time zone
column routes.id uuid not null
column routes.organization_id uuid not null
column routes.project_id uuid not null
column routes.domain_id uuid not null
column routes.service_id uuid
column routes.rule jsonb not null
column routes.hashes jsonb not null
column routes.created_at timestamp with time zone not null
column scheduled_tasks.task_name text not null
column scheduled_tasks.task_instance text not null
column scheduled_tasks.task_data bytea
column scheduled_tasks.execution_time timestamp with time zone not null
column scheduled_tasks.picked boolean not null
column scheduled_tasks.picked_by text
column scheduled_tasks.last_success timestamp with time zone
column scheduled_tasks.last_failure timestamp with time zone
column scheduled_tasks.consecutive_failures integer
column scheduled_tasks.last_heartbeat timestamp with time zone
column scheduled_tasks.version bigint not null
column scheduled_tasks.priority smallint
column scheduled_tasks.state text
column service_allowed.organization_id uuid not null
column service_allowed.service_id uuid not null
column service_allowed.user_id uuid
column service_allowed.group_id uuid
column services.id uuid not null
column services.organization_id uuid not null
column services.project_id uuid not null
column services.name text not null
column services.language text
column services.timeout_ms bigint not null
column services.memory_bytes bigint not null
column services.concurrency integer not null
column services.queue_length integer not null
column services.queue_timeout_ms bigint not null
column services.max_request_bytes bigint not null
column services.max_response_bytes bigint not null
column services.samples boolean not null
column services.revision bigint not null
column services.created_at timestamp with time zone not null
column services.updated_at timestamp with time zone not null
column services.audience text not null default 'organization'::text
column services.access text not null default 'public'::text
column services.rate_requests bigint
column services.rate_period_s bigint
column services.rate_burst bigint
column services.rate_per text
column services.signed_headers text[]
column services.kind text not null default 'function'::text
column services.cache_enabled boolean not null default false
column services.cache_default_s bigint not null default 0
column services.cache_ignored text[]
column services.password_users text[] not null default '{}'::text[]
column services.password_hashes jsonb not null default '{}'::jsonb
column services.scale_min integer not null default 1
column services.scale_max integer not null default 10
column services.scale_target integer not null default 70
column services.scale_idle_ms bigint not null default 300000
column services.scale_down_delay_ms bigint not null default 60000
column sessions.id uuid not null
column sessions.user_id uuid not null
column sessions.kind text not null
column sessions.token_hash text
column sessions.address text not null
column sessions.agent text not null
column sessions.created_at timestamp with time zone not null
column sessions.seen_at timestamp with time zone not null
column sessions.expires_at timestamp with time zone not null
column sessions.revoked_at timestamp with time zone
column sessions.provider text
column sessions.confirmed_at timestamp with time zone
column signature_nonces.service_id uuid not null
column signature_nonces.nonce bytea not null
column signature_nonces.expires_at timestamp with time zone not null
column signing_keys.id uuid not null
column signing_keys.sealed bytea not null
column signing_keys.created_at timestamp with time zone not null
column signing_secrets.organization_id uuid not null
column signing_secrets.service_id uuid not null
column signing_secrets.key_id text not null
column signing_secrets.sealed bytea not null
column signing_secrets.created_at timestamp with time zone not null
column signing_secrets.valid_until timestamp with time zone
column users.id uuid not null
column users.email text not null
column users.name text not null
column users.password_hash text
column users.email_verified_at timestamp with time zone
column users.administrator boolean not null default false
column users.totp_sealed bytea
column users.totp_confirmed_at timestamp with time zone
column users.totp_step bigint
column users.created_at timestamp with time zone not null
column users.disabled_at timestamp with time zone
column users.provisioned_by uuid
column users.closed_by uuid
column variable_definitions.organization_id uuid not null
column variable_definitions.project_id uuid not null
column variable_definitions.name text not null
column variable_definitions.type text not null
column variable_definitions.allowed text[] not null default '{}'::text[]
column variable_definitions.pattern text
column variable_definitions.required boolean not null default false
column variable_definitions.default_value text
column variable_definitions.secret boolean not null default false
column variable_definitions.description text not null default ''::text
column variable_definitions.updated_at timestamp with time zone not null
column variables.organization_id uuid
column variables.service_id uuid
column variables.seen text not null
column variables.name text not null
column variables.value text
column variables.sealed bytea
column variables.updated_at timestamp with time zone not null
column variables.id uuid not null default gen_random_uuid()
column variables.project_id uuid
column variables.environment_id uuid
column variables.revision bigint not null default 1
column variables.previous text
column variables.previous_sealed bytea
column variables.previous_until timestamp with time zone
column version_figures.organization_id uuid not null
column version_figures.service_id uuid not null
column version_figures.environment_id uuid not null
column version_figures.alias text not null
column version_figures.traffic bigint not null
column version_figures.version integer not null
column version_figures.minute timestamp with time zone not null
column version_figures.requests bigint not null
column version_figures.errors bigint not null
column version_figures.duration_us bigint not null
column version_figures.buckets bigint[] not null
column versions.organization_id uuid not null
column versions.service_id uuid not null
column versions.number integer not null
column versions.deployment_id uuid not null
column versions.language text
column versions.abi text
column versions.artifact_hash text
column versions.source_hash text
column versions.created_at timestamp with time zone not null
column versions.environment_id uuid not null
column versions.configuration jsonb not null default '{}'::jsonb
column versions.base_version integer
column versions.failed text
column zones.id uuid not null
column zones.organization_id uuid not null
column zones.project_id uuid not null
column zones.name text not null
column zones.kind text not null
column zones.address text not null
column zones.key_name text
column zones.algorithm text
column zones.secret_sealed bytea not null
column zones.created_at timestamp with time zone not null

constraint acme_accounts acme_accounts_pkey PRIMARY KEY (directory)
constraint acme_challenges acme_challenges_pkey PRIMARY KEY (token)
constraint aliases aliases_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint aliases aliases_function_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint aliases aliases_function_id_version_fkey FOREIGN KEY (service_id, version) REFERENCES versions(service_id, number) ON DELETE CASCADE
constraint aliases aliases_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint aliases aliases_pkey PRIMARY KEY (service_id, environment_id, name)
constraint aliases audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint audit_events audit_events_pkey PRIMARY KEY (chain, sequence)
constraint audit_heads audit_heads_pkey PRIMARY KEY (chain)
constraint audit_stream_states audit_stream_states_pkey PRIMARY KEY (stream_id)
constraint audit_stream_states audit_stream_states_stream_id_fkey FOREIGN KEY (stream_id) REFERENCES audit_streams(id) ON DELETE CASCADE
constraint audit_streams audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint audit_streams audit_streams_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'syslog'::text])))
constraint audit_streams audit_streams_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint audit_streams audit_streams_organization_id_name_key UNIQUE NULLS NOT DISTINCT (organization_id, name)
constraint audit_streams audit_streams_pkey PRIMARY KEY (id)
constraint build_cache build_cache_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint build_cache build_cache_pkey PRIMARY KEY (organization_id, key)
constraint build_log_lines build_log_lines_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployments(id) ON DELETE CASCADE
constraint build_log_lines build_log_lines_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint build_log_lines build_log_lines_pkey PRIMARY KEY (deployment_id, number)
constraint builds builds_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployments(id) ON DELETE CASCADE
constraint builds builds_deployment_id_key UNIQUE (deployment_id)
constraint builds builds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint builds builds_pkey PRIMARY KEY (id)
constraint cdns audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint cdns cdns_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint cdns cdns_pkey PRIMARY KEY (project_id)
constraint cdns cdns_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint certificates audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint certificates certificates_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES domains(id) ON DELETE CASCADE
constraint certificates certificates_domain_id_key UNIQUE (domain_id)
constraint certificates certificates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint certificates certificates_pkey PRIMARY KEY (id)
constraint certificates certificates_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint deleted_functions deleted_functions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint deleted_functions deleted_functions_pkey PRIMARY KEY (id)
constraint deployment_approvals audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint deployment_approvals deployment_approvals_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployments(id) ON DELETE CASCADE
constraint deployment_approvals deployment_approvals_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint deployment_approvals deployment_approvals_pkey PRIMARY KEY (deployment_id, user_id)
constraint deployments audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint deployments deployments_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint deployments deployments_function_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint deployments deployments_kind_check CHECK ((kind = ANY (ARRAY['source'::text, 'upstream'::text, 'promotion'::text, 'configuration'::text])))
constraint deployments deployments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint deployments deployments_pkey PRIMARY KEY (id)
constraint device_logins device_logins_device_hash_key UNIQUE (device_hash)
constraint device_logins device_logins_pkey PRIMARY KEY (id)
constraint device_logins device_logins_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE SET NULL
constraint device_logins device_logins_user_code_key UNIQUE (user_code)
constraint device_logins device_logins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint directory_group_members audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint directory_group_members directory_group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE
constraint directory_group_members directory_group_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint directory_group_members directory_group_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES directory_users(organization_id, user_id) ON DELETE CASCADE
constraint directory_group_members directory_group_members_pkey PRIMARY KEY (group_id, user_id)
constraint directory_users audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint directory_users directory_users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint directory_users directory_users_pkey PRIMARY KEY (organization_id, user_id)
constraint directory_users directory_users_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint domain_holders domain_holders_pkey PRIMARY KEY (name, organization_id)
constraint domains audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint domains domains_challenge_check CHECK ((challenge = ANY (ARRAY['http-01'::text, 'tls-alpn-01'::text, 'dns-01'::text])))
constraint domains domains_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint domains domains_pkey PRIMARY KEY (id)
constraint domains domains_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint domains domains_project_id_name_key UNIQUE (project_id, name)
constraint domains domains_service_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE SET NULL
constraint domains domains_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'suspended'::text])))
constraint domains domains_token_key UNIQUE (token)
constraint environment_deployers audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint environment_deployers environment_deployers_check CHECK (((user_id IS NULL) <> (group_id IS NULL)))
constraint environment_deployers environment_deployers_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint environment_deployers environment_deployers_environment_id_user_id_group_id_key UNIQUE NULLS NOT DISTINCT (environment_id, user_id, group_id)
constraint environment_deployers environment_deployers_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE
constraint environment_deployers environment_deployers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint environment_deployers environment_deployers_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint environments audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint environments audit_delete TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint environments audit_update TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint environments environments_approvals_check CHECK (((approvals >= 0) AND (approvals <= 10)))
constraint environments environments_deployers_check CHECK ((deployers = ANY (ARRAY['everybody'::text, 'listed'::text])))
constraint environments environments_keep_count_check CHECK ((keep_count >= 0))
constraint environments environments_keep_days_check CHECK ((keep_days >= 0))
constraint environments environments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint environments environments_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES environments(id)
constraint environments environments_pkey PRIMARY KEY (id)
constraint environments environments_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint environments environments_project_id_name_key UNIQUE (project_id, name)
constraint executions executions_pkey PRIMARY KEY (id, started_at)
constraint executions_rest executions_rest_pkey PRIMARY KEY (id, started_at)
constraint failures failures_pkey PRIMARY KEY (subject)
constraint group_members audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint group_members group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE
constraint group_members group_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint group_members group_members_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES memberships(organization_id, user_id) ON DELETE CASCADE
constraint group_members group_members_pkey PRIMARY KEY (group_id, user_id)
constraint group_members group_members_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE CASCADE
constraint groups audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint groups groups_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint groups groups_organization_id_name_key UNIQUE (organization_id, name)
constraint groups groups_pkey PRIMARY KEY (id)
constraint host_readers host_readers_pkey PRIMARY KEY (instance)
constraint host_revision host_revision_only_one_check CHECK (only_one)
constraint host_revision host_revision_pkey PRIMARY KEY (only_one)
constraint idempotency_keys idempotency_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint idempotency_keys idempotency_keys_pkey PRIMARY KEY (organization_id, key)
constraint identities audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint identities identities_pkey PRIMARY KEY (provider, subject)
constraint identities identities_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE CASCADE
constraint identities identities_provider_user_id_key UNIQUE (provider, user_id)
constraint identities identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint invitations audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint invitations invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint invitations invitations_pkey PRIMARY KEY (id)
constraint invitations invitations_token_hash_key UNIQUE (token_hash)
constraint keys audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint keys keys_check CHECK (((kind = 'user'::text) = (user_id IS NOT NULL)))
constraint keys keys_check1 CHECK (((kind = 'project'::text) = (project_id IS NOT NULL)))
constraint keys keys_hash_key UNIQUE (hash)
constraint keys keys_kind_check CHECK ((kind = ANY (ARRAY['installation'::text, 'user'::text, 'project'::text, 'organization'::text])))
constraint keys keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint keys keys_pkey PRIMARY KEY (id)
constraint keys keys_previous_hash_key UNIQUE (previous_hash)
constraint keys keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint keys keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint links links_pkey PRIMARY KEY (token_hash)
constraint links links_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint log_lines log_lines_pkey PRIMARY KEY (id, logged_at)
constraint log_lines_rest log_lines_rest_pkey PRIMARY KEY (id, logged_at)
constraint mapped_roles audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint mapped_roles mapped_roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint mapped_roles mapped_roles_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES memberships(organization_id, user_id) ON DELETE CASCADE
constraint mapped_roles mapped_roles_pkey PRIMARY KEY (organization_id, user_id, provider)
constraint mapped_roles mapped_roles_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE CASCADE
constraint memberships audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint memberships memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint memberships memberships_pkey PRIMARY KEY (organization_id, user_id)
constraint memberships memberships_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE SET NULL
constraint memberships memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint organizations audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint organizations organizations_name_key UNIQUE (name)
constraint organizations organizations_pkey PRIMARY KEY (id)
constraint pending_sign_ins pending_sign_ins_pkey PRIMARY KEY (hash)
constraint pending_sign_ins pending_sign_ins_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE CASCADE
constraint pending_sign_ins pending_sign_ins_purpose_check CHECK ((purpose = ANY (ARRAY['sign-in'::text, 'connect'::text, 'factor'::text])))
constraint pending_sign_ins pending_sign_ins_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
constraint pending_sign_ins pending_sign_ins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint projects audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint projects projects_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint projects projects_organization_id_name_key UNIQUE (organization_id, name)
constraint projects projects_pkey PRIMARY KEY (id)
constraint provider_rules audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint provider_rules provider_rules_check CHECK (((role IS NULL) <> (group_id IS NULL)))
constraint provider_rules provider_rules_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE
constraint provider_rules provider_rules_pkey PRIMARY KEY (provider, "position")
constraint provider_rules provider_rules_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE CASCADE
constraint providers audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint providers providers_kind_check CHECK ((kind = ANY (ARRAY['oidc'::text, 'github'::text, 'saml'::text])))
constraint providers providers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint providers providers_pkey PRIMARY KEY (name)
constraint purges purges_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint purges purges_pkey PRIMARY KEY (id)
constraint purges purges_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint purges purges_service_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint quota_uses quota_uses_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint quota_uses quota_uses_pkey PRIMARY KEY (organization_id, project_id, resource, period)
constraint quotas audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint quotas quotas_check CHECK (((organization_id IS NOT NULL) OR (project_id IS NULL)))
constraint quotas quotas_most_check CHECK ((most >= 0))
constraint quotas quotas_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint quotas quotas_organization_id_project_id_resource_key UNIQUE NULLS NOT DISTINCT (organization_id, project_id, resource)
constraint quotas quotas_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint quotas quotas_resource_check CHECK ((resource = ANY (ARRAY['functions'::text, 'deployments'::text, 'storage'::text, 'build-time'::text, 'requests'::text])))
constraint rate_budgets rate_budgets_pkey PRIMARY KEY (key)
constraint rate_instances rate_instances_pkey PRIMARY KEY (id)
constraint receipt_keys receipt_keys_pkey PRIMARY KEY (id)
constraint receipts receipts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint receipts receipts_pkey PRIMARY KEY (id)
constraint receipts receipts_service_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint recovery_codes audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint recovery_codes recovery_codes_pkey PRIMARY KEY (user_id, hash)
constraint recovery_codes recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint reencryptions audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint reencryptions reencryptions_pkey PRIMARY KEY (key_id)
constraint refresh_tokens refresh_tokens_pkey PRIMARY KEY (hash)
constraint refresh_tokens refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
constraint registries audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint registries registries_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint registries registries_pkey PRIMARY KEY (organization_id, host)
constraint replays replays_pkey PRIMARY KEY (provider, id)
constraint role_grants audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint role_grants role_grants_check CHECK (((user_id IS NULL) <> (group_id IS NULL)))
constraint role_grants role_grants_check1 CHECK (((project_id IS NOT NULL) OR (group_id IS NOT NULL)))
constraint role_grants role_grants_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE
constraint role_grants role_grants_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint role_grants role_grants_organization_id_project_id_user_id_group_id_key UNIQUE NULLS NOT DISTINCT (organization_id, project_id, user_id, group_id)
constraint role_grants role_grants_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES memberships(organization_id, user_id) ON DELETE CASCADE
constraint role_grants role_grants_pkey PRIMARY KEY (id)
constraint role_grants role_grants_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint roles audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint roles roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint roles roles_pkey PRIMARY KEY (organization_id, name)
constraint rollouts audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint rollouts audit_state TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint rollouts rollouts_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployments(id) ON DELETE SET NULL
constraint rollouts rollouts_ending CHECK (((ending IS NULL) = (ending_at IS NULL)))
constraint rollouts rollouts_ending_check CHECK ((ending = ANY (ARRAY['completed'::text, 'aborted'::text, 'failed'::text])))
constraint rollouts rollouts_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint rollouts rollouts_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint rollouts rollouts_pkey PRIMARY KEY (id)
constraint rollouts rollouts_service_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint rollouts rollouts_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'completed'::text, 'aborted'::text])))
constraint routes audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint routes routes_domain_id_fkey FOREIGN KEY (domain_id) REFERENCES domains(id) ON DELETE CASCADE
constraint routes routes_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint routes routes_pkey PRIMARY KEY (id)
constraint routes routes_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint routes routes_service_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint scheduled_tasks scheduled_tasks_pkey PRIMARY KEY (task_name, task_instance)
constraint service_allowed audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint service_allowed function_allowed_check CHECK (((user_id IS NULL) <> (group_id IS NULL)))
constraint service_allowed function_allowed_function_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint service_allowed function_allowed_function_id_user_id_group_id_key UNIQUE NULLS NOT DISTINCT (service_id, user_id, group_id)
constraint service_allowed function_allowed_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE
constraint service_allowed function_allowed_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE
constraint service_allowed function_allowed_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES memberships(organization_id, user_id) ON DELETE CASCADE
constraint services audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint services functions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint services functions_pkey PRIMARY KEY (id)
constraint services functions_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
constraint services functions_project_id_name_key UNIQUE (project_id, name)
constraint services services_kind_check CHECK ((kind = ANY (ARRAY['function'::text, 'site'::text, 'proxy'::text, 'app'::text, 'stack'::text])))
constraint services services_password_check CHECK (((access <> 'password'::text) OR (cardinality(password_users) > 0)))
constraint sessions audit_begin TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint sessions audit_end TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint sessions sessions_pkey PRIMARY KEY (id)
constraint sessions sessions_provider_fkey FOREIGN KEY (provider) REFERENCES providers(name) ON DELETE SET NULL
constraint sessions sessions_token_hash_key UNIQUE (token_hash)
constraint sessions sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
constraint signature_nonces signature_nonces_pkey PRIMARY KEY (service_id, nonce)
constraint signing_keys signing_keys_pkey PRIMARY KEY (id)
constraint signing_secrets audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint signing_secrets signing_secrets_function_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint signing_secrets signing_secrets_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint signing_secrets signing_secrets_pkey PRIMARY KEY (service_id, key_id)
constraint users audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint users users_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES organizations(id) ON DELETE SET NULL
constraint users users_email_key UNIQUE (email)
constraint users users_pkey PRIMARY KEY (id)
constraint users users_provisioned_by_fkey FOREIGN KEY (provisioned_by) REFERENCES organizations(id) ON DELETE SET NULL
constraint variable_definitions audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint variable_definitions variable_definitions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint variable_definitions variable_definitions_pkey PRIMARY KEY (project_id, name)
constraint variable_definitions variable_definitions_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint variables audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint variables variables_check CHECK (((value IS NULL) <> (sealed IS NULL)))
constraint variables variables_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint variables variables_function_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint variables variables_name UNIQUE NULLS NOT DISTINCT (organization_id, project_id, environment_id, service_id, name)
constraint variables variables_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint variables variables_owner_check CHECK (((organization_id IS NOT NULL) OR (num_nonnulls(project_id, environment_id, service_id) = 0)))
constraint variables variables_pkey PRIMARY KEY (id)
constraint variables variables_previous_check CHECK (((previous_until IS NULL) = (num_nonnulls(previous, previous_sealed) = 0)))
constraint variables variables_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint variables variables_scope_check CHECK (((project_id IS NULL) OR ((environment_id IS NULL) AND (service_id IS NULL))))
constraint variables variables_seen_check CHECK ((seen = ANY (ARRAY['build'::text, 'run'::text, 'both'::text])))
constraint version_figures version_figures_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint version_figures version_figures_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint version_figures version_figures_pkey PRIMARY KEY (service_id, environment_id, alias, traffic, version, minute)
constraint version_figures version_figures_service_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint versions versions_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environments(id) ON DELETE CASCADE
constraint versions versions_function_id_fkey FOREIGN KEY (service_id) REFERENCES services(id) ON DELETE CASCADE
constraint versions versions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint versions versions_pkey PRIMARY KEY (service_id, number)
constraint zones audit TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint zones zones_kind_check CHECK ((kind = ANY (ARRAY['rfc2136'::text, 'webhook'::text])))
constraint zones zones_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint zones zones_pkey PRIMARY KEY (id)
constraint zones zones_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
constraint zones zones_project_id_name_key UNIQUE (project_id, name)

CREATE INDEX aliases_of_environment ON public.aliases USING btree (environment_id)
CREATE INDEX audit_events_by_time ON public.audit_events USING btree (chain, at)
CREATE INDEX audit_stream_states_of_chain ON public.audit_stream_states USING btree (chain)
CREATE INDEX build_cache_oldest ON public.build_cache USING btree (used_at)
CREATE INDEX builds_dead ON public.builds USING btree (organization_id, id DESC) WHERE (state = 'dead'::text)
CREATE INDEX builds_newest ON public.builds USING btree (organization_id, id DESC)
CREATE INDEX builds_queued ON public.builds USING btree (deployment_id) WHERE (state = 'queued'::text)
CREATE INDEX certificates_due ON public.certificates USING btree (next_try_at) WHERE (next_try_at IS NOT NULL)
CREATE INDEX certificates_of_project ON public.certificates USING btree (project_id)
CREATE INDEX deployments_newest ON public.deployments USING btree (service_id, id DESC)
CREATE INDEX deployments_of_environment ON public.deployments USING btree (environment_id, service_id, id DESC)
CREATE INDEX deployments_open ON public.deployments USING btree (id) WHERE (ended_at IS NULL)
CREATE INDEX directory_group_members_of_user ON public.directory_group_members USING btree (user_id)
CREATE INDEX directory_users_of_user ON public.directory_users USING btree (user_id)
CREATE INDEX domains_due ON public.domains USING btree (next_check_at) WHERE (next_check_at IS NOT NULL)
CREATE INDEX environments_of_organization ON public.environments USING btree (organization_id, id)
CREATE INDEX environments_of_parent ON public.environments USING btree (parent_id) WHERE (parent_id IS NOT NULL)
CREATE INDEX executions_newest ON ONLY public.executions USING btree (function_id, id DESC)
CREATE INDEX executions_not_succeeded ON ONLY public.executions USING btree (function_id, id DESC) WHERE (status <> 'SUCCEEDED'::text)
CREATE INDEX executions_rest_function_id_id_idx ON public.executions_rest USING btree (function_id, id DESC)
CREATE INDEX executions_rest_function_id_id_idx1 ON public.executions_rest USING btree (function_id, id DESC) WHERE (status <> 'SUCCEEDED'::text)
CREATE INDEX executions_rest_function_id_id_idx2 ON public.executions_rest USING btree (function_id, id) WHERE (logs IS NOT NULL)
CREATE INDEX executions_with_logs ON ONLY public.executions USING btree (function_id, id) WHERE (logs IS NOT NULL)
CREATE INDEX functions_newest ON public.services USING btree (organization_id, id DESC)
CREATE INDEX group_members_of_user ON public.group_members USING btree (user_id)
CREATE INDEX idempotency_keys_oldest ON public.idempotency_keys USING btree (created_at)
CREATE INDEX identities_of_user ON public.identities USING btree (user_id)
CREATE INDEX keys_newest ON public.keys USING btree (organization_id, id DESC)
CREATE INDEX log_lines_newest ON ONLY public.log_lines USING btree (function_id, id DESC)
CREATE INDEX log_lines_of_instance ON ONLY public.log_lines USING btree (instance, logged_at)
CREATE INDEX log_lines_rest_function_id_id_idx ON public.log_lines_rest USING btree (function_id, id DESC)
CREATE INDEX log_lines_rest_instance_logged_at_idx ON public.log_lines_rest USING btree (instance, logged_at)
CREATE INDEX memberships_of_user ON public.memberships USING btree (user_id)
CREATE INDEX pending_sign_ins_oldest ON public.pending_sign_ins USING btree (expires_at)
CREATE INDEX purges_by_time ON public.purges USING btree (at)
CREATE INDEX purges_of_service ON public.purges USING btree (service_id, id DESC)
CREATE INDEX purges_pending ON public.purges USING btree (next_at) WHERE (cdn = 'pending'::text)
CREATE INDEX receipts_of_organization ON public.receipts USING btree (organization_id)
CREATE INDEX receipts_of_service ON public.receipts USING btree (service_id, id DESC)
CREATE INDEX refresh_tokens_of_session ON public.refresh_tokens USING btree (session_id)
CREATE INDEX replays_oldest ON public.replays USING btree (until)
CREATE INDEX rollouts_of_environment ON public.rollouts USING btree (environment_id)
CREATE INDEX rollouts_of_service ON public.rollouts USING btree (service_id, id DESC)
CREATE INDEX routes_of_domain ON public.routes USING btree (domain_id)
CREATE INDEX routes_of_project ON public.routes USING btree (project_id)
CREATE INDEX routes_of_service ON public.routes USING btree (service_id) WHERE (service_id IS NOT NULL)
CREATE INDEX scheduled_tasks_due ON public.scheduled_tasks USING btree (execution_time)
CREATE INDEX scheduled_tasks_heartbeat ON public.scheduled_tasks USING btree (last_heartbeat)
CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id)
CREATE INDEX sessions_oldest ON public.sessions USING btree (expires_at)
CREATE INDEX signature_nonces_oldest ON public.signature_nonces USING btree (expires_at)
CREATE INDEX variables_of_environment ON public.variables USING btree (environment_id) WHERE (environment_id IS NOT NULL)
CREATE INDEX variables_of_project ON public.variables USING btree (project_id) WHERE (project_id IS NOT NULL)
CREATE INDEX variables_of_service ON public.variables USING btree (service_id) WHERE (service_id IS NOT NULL)
CREATE INDEX variables_overlapping ON public.variables USING btree (previous_until) WHERE (previous_until IS NOT NULL)
CREATE INDEX versions_of_environment ON public.versions USING btree (environment_id, service_id, number DESC)
CREATE UNIQUE INDEX acme_accounts_pkey ON public.acme_accounts USING btree (directory)
CREATE UNIQUE INDEX acme_challenges_pkey ON public.acme_challenges USING btree (token)
CREATE UNIQUE INDEX aliases_pkey ON public.aliases USING btree (service_id, environment_id, name)
CREATE UNIQUE INDEX audit_events_pkey ON public.audit_events USING btree (chain, sequence)
CREATE UNIQUE INDEX audit_heads_pkey ON public.audit_heads USING btree (chain)
CREATE UNIQUE INDEX audit_stream_states_pkey ON public.audit_stream_states USING btree (stream_id)
CREATE UNIQUE INDEX audit_streams_organization_id_name_key ON public.audit_streams USING btree (organization_id, name) NULLS NOT DISTINCT
CREATE UNIQUE INDEX audit_streams_pkey ON public.audit_streams USING btree (id)
CREATE UNIQUE INDEX build_cache_pkey ON public.build_cache USING btree (organization_id, key)
CREATE UNIQUE INDEX build_log_lines_pkey ON public.build_log_lines USING btree (deployment_id, number)
CREATE UNIQUE INDEX builds_deployment_id_key ON public.builds USING btree (deployment_id)
CREATE UNIQUE INDEX builds_pkey ON public.builds USING btree (id)
CREATE UNIQUE INDEX cdns_pkey ON public.cdns USING btree (project_id)
CREATE UNIQUE INDEX certificates_domain_id_key ON public.certificates USING btree (domain_id)
CREATE UNIQUE INDEX certificates_pkey ON public.certificates USING btree (id)
CREATE UNIQUE INDEX deleted_functions_pkey ON public.deleted_functions USING btree (id)
CREATE UNIQUE INDEX deployment_approvals_pkey ON public.deployment_approvals USING btree (deployment_id, user_id)
CREATE UNIQUE INDEX deployments_pkey ON public.deployments USING btree (id)
CREATE UNIQUE INDEX device_logins_device_hash_key ON public.device_logins USING btree (device_hash)
CREATE UNIQUE INDEX device_logins_pkey ON public.device_logins USING btree (id)
CREATE UNIQUE INDEX device_logins_user_code_key ON public.device_logins USING btree (user_code)
CREATE UNIQUE INDEX directory_group_members_pkey ON public.directory_group_members USING btree (group_id, user_id)
CREATE UNIQUE INDEX directory_users_by_name ON public.directory_users USING btree (organization_id, lower(user_name))
CREATE UNIQUE INDEX directory_users_pkey ON public.directory_users USING btree (organization_id, user_id)
CREATE UNIQUE INDEX domain_holders_pkey ON public.domain_holders USING btree (name, organization_id)
CREATE UNIQUE INDEX domains_held ON public.domains USING btree (name) WHERE (state = 'active'::text)
CREATE UNIQUE INDEX domains_pkey ON public.domains USING btree (id)
CREATE UNIQUE INDEX domains_project_id_name_key ON public.domains USING btree (project_id, name)
CREATE UNIQUE INDEX domains_token_key ON public.domains USING btree (token)
CREATE UNIQUE INDEX environment_deployers_environment_id_user_id_group_id_key ON public.environment_deployers USING btree (environment_id, user_id, group_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX environments_pkey ON public.environments USING btree (id)
CREATE UNIQUE INDEX environments_project_id_name_key ON public.environments USING btree (project_id, name)
CREATE UNIQUE INDEX executions_pkey ON ONLY public.executions USING btree (id, started_at)
CREATE UNIQUE INDEX executions_rest_pkey ON public.executions_rest USING btree (id, started_at)
CREATE UNIQUE INDEX failures_pkey ON public.failures USING btree (subject)
CREATE UNIQUE INDEX function_allowed_function_id_user_id_group_id_key ON public.service_allowed USING btree (service_id, user_id, group_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX functions_pkey ON public.services USING btree (id)
CREATE UNIQUE INDEX functions_project_id_name_key ON public.services USING btree (project_id, name)
CREATE UNIQUE INDEX group_members_pkey ON public.group_members USING btree (group_id, user_id)
CREATE UNIQUE INDEX groups_organization_id_name_key ON public.groups USING btree (organization_id, name)
CREATE UNIQUE INDEX groups_pkey ON public.groups USING btree (id)
CREATE UNIQUE INDEX host_readers_pkey ON public.host_readers USING btree (instance)
CREATE UNIQUE INDEX host_revision_pkey ON public.host_revision USING btree (only_one)
CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (organization_id, key)
CREATE UNIQUE INDEX identities_pkey ON public.identities USING btree (provider, subject)
CREATE UNIQUE INDEX identities_provider_user_id_key ON public.identities USING btree (provider, user_id)
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (organization_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL))
CREATE UNIQUE INDEX invitations_pkey ON public.invitations USING btree (id)
CREATE UNIQUE INDEX invitations_token_hash_key ON public.invitations USING btree (token_hash)
CREATE UNIQUE INDEX keys_hash_key ON public.keys USING btree (hash)
CREATE UNIQUE INDEX keys_pkey ON public.keys USING btree (id)
CREATE UNIQUE INDEX keys_previous_hash_key ON public.keys USING btree (previous_hash)
CREATE UNIQUE INDEX links_pkey ON public.links USING btree (token_hash)
CREATE UNIQUE INDEX log_lines_pkey ON ONLY public.log_lines USING btree (id, logged_at)
CREATE UNIQUE INDEX log_lines_rest_pkey ON public.log_lines_rest USING btree (id, logged_at)
CREATE UNIQUE INDEX mapped_roles_pkey ON public.mapped_roles USING btree (organization_id, user_id, provider)
CREATE UNIQUE INDEX memberships_pkey ON public.memberships USING btree (organization_id, user_id)
CREATE UNIQUE INDEX organizations_name_key ON public.organizations USING btree (name)
CREATE UNIQUE INDEX organizations_pkey ON public.organizations USING btree (id)
CREATE UNIQUE INDEX pending_sign_ins_pkey ON public.pending_sign_ins USING btree (hash)
CREATE UNIQUE INDEX projects_by_address ON public.projects USING btree (name)
CREATE UNIQUE INDEX projects_organization_id_name_key ON public.projects USING btree (organization_id, name)
CREATE UNIQUE INDEX projects_pkey ON public.projects USING btree (id)
CREATE UNIQUE INDEX provider_rules_pkey ON public.provider_rules USING btree (provider, "position")
CREATE UNIQUE INDEX providers_pkey ON public.providers USING btree (name)
CREATE UNIQUE INDEX purges_pkey ON public.purges USING btree (id)
CREATE UNIQUE INDEX quota_uses_pkey ON public.quota_uses USING btree (organization_id, project_id, resource, period)
CREATE UNIQUE INDEX quotas_organization_id_project_id_resource_key ON public.quotas USING btree (organization_id, project_id, resource) NULLS NOT DISTINCT
CREATE UNIQUE INDEX rate_budgets_pkey ON public.rate_budgets USING btree (key)
CREATE UNIQUE INDEX rate_instances_pkey ON public.rate_instances USING btree (id)
CREATE UNIQUE INDEX receipt_keys_pkey ON public.receipt_keys USING btree (id)
CREATE UNIQUE INDEX receipts_pkey ON public.receipts USING btree (id)
CREATE UNIQUE INDEX recovery_codes_pkey ON public.recovery_codes USING btree (user_id, hash)
CREATE UNIQUE INDEX reencryptions_pkey ON public.reencryptions USING btree (key_id)
CREATE UNIQUE INDEX refresh_tokens_pkey ON public.refresh_tokens USING btree (hash)
CREATE UNIQUE INDEX registries_pkey ON public.registries USING btree (organization_id, host)
CREATE UNIQUE INDEX replays_pkey ON public.replays USING btree (provider, id)
CREATE UNIQUE INDEX role_grants_organization_id_project_id_user_id_group_id_key ON public.role_grants USING btree (organization_id, project_id, user_id, group_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX role_grants_pkey ON public.role_grants USING btree (id)
CREATE UNIQUE INDEX roles_pkey ON public.roles USING btree (organization_id, name)
CREATE UNIQUE INDEX rollouts_open ON public.rollouts USING btree (service_id, environment_id, alias) WHERE ((ended_at IS NULL) AND (ending IS NULL))
CREATE UNIQUE INDEX rollouts_pkey ON public.rollouts USING btree (id)
CREATE UNIQUE INDEX routes_pkey ON public.routes USING btree (id)
CREATE UNIQUE INDEX scheduled_tasks_pkey ON public.scheduled_tasks USING btree (task_name, task_instance)
CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (id)
CREATE UNIQUE INDEX sessions_token_hash_key ON public.sessions USING btree (token_hash)
CREATE UNIQUE INDEX signature_nonces_pkey ON public.signature_nonces USING btree (service_id, nonce)
CREATE UNIQUE INDEX signing_keys_pkey ON public.signing_keys USING btree (id)
CREATE UNIQUE INDEX signing_secrets_pkey ON public.signing_secrets USING btree (service_id, key_id)
CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email)
CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)
CREATE UNIQUE INDEX variable_definitions_pkey ON public.variable_definitions USING btree (project_id, name)
CREATE UNIQUE INDEX variables_name ON public.variables USING btree (organization_id, project_id, environment_id, service_id, name) NULLS NOT DISTINCT
CREATE UNIQUE INDEX variables_pkey ON public.variables USING btree (id)
CREATE UNIQUE INDEX version_figures_pkey ON public.version_figures USING btree (service_id, environment_id, alias, traffic, version, minute)
CREATE UNIQUE INDEX versions_pkey ON public.versions USING btree (service_id, number)
CREATE UNIQUE INDEX zones_pkey ON public.zones USING btree (id)
CREATE UNIQUE INDEX zones_project_id_name_key ON public.zones USING btree (project_id, name)

policy installation on acme_accounts for * using of_installation() check -
policy installation on acme_challenges for * using of_installation() check -
restrictive policy project on aliases for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services f
  WHERE (f.id = aliases.service_id)))) check -
policy tenant on aliases for * using visible(organization_id) check -
policy tenant on audit_events for * using (visible(organization_id) OR ((organization_id IS NULL) AND of_installation())) check ((organization_id IS NULL) OR visible(organization_id))
policy tenant on audit_stream_states for * using (visible(organization_id) OR ((organization_id IS NULL) AND of_installation())) check -
policy tenant on audit_streams for * using (visible(organization_id) OR ((organization_id IS NULL) AND of_installation())) check -
policy tenant on build_cache for * using visible(organization_id) check -
restrictive policy project on build_log_lines for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM deployments d
  WHERE (d.id = build_log_lines.deployment_id)))) check -
policy tenant on build_log_lines for * using visible(organization_id) check -
restrictive policy project on builds for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM deployments d
  WHERE (d.id = builds.deployment_id)))) check -
policy tenant on builds for * using visible(organization_id) check -
restrictive policy project on cdns for * using within(project_id) check -
policy tenant on cdns for * using visible(organization_id) check -
restrictive policy project on certificates for * using within(project_id) check -
policy tenant on certificates for * using visible(organization_id) check -
policy tenant on deleted_functions for * using visible(organization_id) check -
restrictive policy project on deployment_approvals for * using (EXISTS ( SELECT
   FROM deployments d
  WHERE (d.id = deployment_approvals.deployment_id))) check -
policy tenant on deployment_approvals for * using visible(organization_id) check -
restrictive policy project on deployments for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services f
  WHERE (f.id = deployments.service_id)))) check -
policy tenant on deployments for * using visible(organization_id) check -
policy installation on device_logins for * using of_installation() check -
policy tenant on directory_group_members for * using visible(organization_id) check -
policy tenant on directory_users for * using visible(organization_id) check -
policy installation on domain_holders for * using of_installation() check -
restrictive policy project on domains for * using within(project_id) check -
policy tenant on domains for * using visible(organization_id) check -
restrictive policy project on environment_deployers for * using (EXISTS ( SELECT
   FROM environments e
  WHERE (e.id = environment_deployers.environment_id))) check -
policy tenant on environment_deployers for * using visible(organization_id) check -
restrictive policy project on environments for * using within(project_id) check -
policy tenant on environments for * using visible(organization_id) check -
policy tenant on executions for * using visible(organization_id) check -
policy installation on failures for * using of_installation() check -
policy tenant on group_members for * using visible(organization_id) check -
policy tenant on groups for * using visible(organization_id) check -
policy installation on host_readers for * using of_installation() check -
policy installation on host_revision for * using of_installation() check -
policy tenant on idempotency_keys for * using visible(organization_id) check -
policy installation on identities for * using of_installation() check -
policy tenant on invitations for * using visible(organization_id) check -
restrictive policy project on keys for * using within(COALESCE(project_id, '00000000-0000-0000-0000-000000000000'::uuid)) check -
policy tenant on keys for * using visible(organization_id) check -
policy installation on links for * using of_installation() check -
policy tenant on log_lines for * using visible(organization_id) check -
policy tenant on mapped_roles for * using visible(organization_id) check -
policy tenant on memberships for * using visible(organization_id) check -
policy tenant on organizations for * using visible(id) check -
policy installation on pending_sign_ins for * using of_installation() check -
restrictive policy project on projects for * using within(id) check -
policy tenant on projects for * using visible(organization_id) check -
policy installation on provider_rules for * using of_installation() check -
policy installation on providers for * using of_installation() check -
restrictive policy project on purges for * using within(project_id) check -
policy tenant on purges for * using visible(organization_id) check -
policy tenant on quota_uses for * using visible(organization_id) check -
policy added on quotas for a using - check (of_installation() OR ((project_id IS NOT NULL) AND visible(organization_id)))
policy changed on quotas for w using (of_installation() OR ((project_id IS NOT NULL) AND visible(organization_id))) check -
policy deleted on quotas for d using (of_installation() OR ((project_id IS NOT NULL) AND visible(organization_id))) check -
policy seen on quotas for r using (visible(organization_id) OR ((organization_id IS NULL) AND (current_setting('fairlead.organization'::text, true) <> ''::text))) check -
policy installation on rate_budgets for * using (current_setting('fairlead.organization'::text, true) = '*'::text) check -
policy installation on rate_instances for * using (current_setting('fairlead.organization'::text, true) = '*'::text) check -
policy installation on receipt_keys for * using of_installation() check -
restrictive policy project on receipts for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services s
  WHERE (s.id = receipts.service_id)))) check -
policy tenant on receipts for * using visible(organization_id) check -
policy installation on recovery_codes for * using of_installation() check -
policy installation on reencryptions for * using of_installation() check -
policy installation on refresh_tokens for * using of_installation() check -
policy tenant on registries for * using visible(organization_id) check -
policy installation on replays for * using of_installation() check -
restrictive policy project on role_grants for * using within(COALESCE(project_id, '00000000-0000-0000-0000-000000000000'::uuid)) check -
policy tenant on role_grants for * using visible(organization_id) check -
policy tenant on roles for * using visible(organization_id) check -
restrictive policy project on rollouts for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services s
  WHERE (s.id = rollouts.service_id)))) check -
policy tenant on rollouts for * using visible(organization_id) check -
restrictive policy project on routes for * using within(project_id) check -
policy tenant on routes for * using visible(organization_id) check -
policy tenant on service_allowed for * using visible(organization_id) check -
restrictive policy project on services for * using (within(project_id) AND may_reach(id, audience)) check within(project_id)
policy tenant on services for * using visible(organization_id) check -
policy installation on sessions for * using of_installation() check -
policy installation on signature_nonces for * using of_installation() check -
policy installation on signing_keys for * using of_installation() check -
restrictive policy project on signing_secrets for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services f
  WHERE (f.id = signing_secrets.service_id)))) check -
policy tenant on signing_secrets for * using visible(organization_id) check -
policy installation on users for * using of_installation() check -
policy member on users for r using (EXISTS ( SELECT
   FROM memberships m
  WHERE (m.user_id = users.id))) check -
restrictive policy project on variable_definitions for * using within(project_id) check -
policy tenant on variable_definitions for * using visible(organization_id) check -
restrictive policy changed on variables for w using ((organization_id IS NOT NULL) OR of_installation()) check -
restrictive policy project on variables for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (((project_id IS NULL) OR within(project_id)) AND ((environment_id IS NULL) OR (EXISTS ( SELECT
   FROM environments e
  WHERE (e.id = variables.environment_id)))) AND ((service_id IS NULL) OR (EXISTS ( SELECT
   FROM services s
  WHERE (s.id = variables.service_id)))))) check -
restrictive policy removed on variables for d using ((organization_id IS NOT NULL) OR of_installation()) check -
policy tenant on variables for * using ((organization_id IS NULL) OR visible(organization_id)) check (visible(organization_id) OR ((organization_id IS NULL) AND of_installation()))
restrictive policy project on version_figures for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services s
  WHERE (s.id = version_figures.service_id)))) check -
policy tenant on version_figures for * using visible(organization_id) check -
restrictive policy project on versions for * using (((current_setting('fairlead.projects'::text, true) = '*'::text) AND (current_setting('fairlead.person'::text, true) = '*'::text)) OR (EXISTS ( SELECT
   FROM services f
  WHERE (f.id = versions.service_id)))) check -
policy tenant on versions for * using visible(organization_id) check -
restrictive policy project on zones for * using within(project_id) check -
policy tenant on zones for * using visible(organization_id) check -

grant on acme_accounts to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on acme_challenges to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on aliases to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on audit_events to fairlead_runtime: INSERT, SELECT
grant on audit_stream_states to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on audit_streams to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on build_cache to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on build_log_lines to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on builds to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on cdns to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on certificates to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on deleted_functions to fairlead_runtime: DELETE, INSERT, SELECT
grant on deployment_approvals to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on deployments to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on device_logins to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on directory_group_members to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on directory_users to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on domain_holders to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on domains to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on environment_deployers to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on environments to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on executions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on failures to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on group_members to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on groups to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on host_readers to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on host_revision to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on idempotency_keys to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on identities to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on invitations to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on keys to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on links to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on log_lines to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on mapped_roles to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on memberships to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on organizations to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on pending_sign_ins to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on projects to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on provider_rules to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on providers to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on purges to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on quota_uses to fairlead_runtime: INSERT, SELECT, UPDATE
grant on quotas to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on rate_budgets to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on rate_instances to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on receipt_keys to fairlead_runtime: INSERT, SELECT, UPDATE
grant on receipts to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on recovery_codes to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on reencryptions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on refresh_tokens to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on registries to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on replays to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on role_grants to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on roles to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on rollouts to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on routes to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on scheduled_tasks to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on service_allowed to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on services to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on sessions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on signature_nonces to fairlead_runtime: DELETE, INSERT, SELECT
grant on signing_keys to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on signing_secrets to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on users to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on variable_definitions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on variables to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on version_figures to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on versions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on zones to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE

CREATE TRIGGER hosts_changed AFTER INSERT OR DELETE ON public.acme_challenges FOR EACH STATEMENT EXECUTE FUNCTION hosts_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.aliases DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('alias', 'name')
CREATE TRIGGER published AFTER INSERT OR DELETE OR UPDATE ON public.aliases FOR EACH ROW EXECUTE FUNCTION published_changed()
CREATE TRIGGER released AFTER INSERT OR UPDATE OF version, traffic ON public.aliases FOR EACH ROW EXECUTE FUNCTION release_made()
CREATE TRIGGER audit_append BEFORE INSERT ON public.audit_events FOR EACH ROW EXECUTE FUNCTION audit_append()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.audit_streams DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('audit stream', 'id', 'sealed')
CREATE TRIGGER quota_build_ended AFTER UPDATE OF ended_at ON public.builds FOR EACH ROW WHEN (((old.ended_at IS NULL) AND (new.ended_at IS NOT NULL) AND (new.started_at IS NOT NULL))) EXECUTE FUNCTION quota_build_ended()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.cdns DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('cdn', 'project_id', 'token_sealed')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE OF chain ON public.certificates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('certificate', 'id', 'chain', 'key_sealed', 'busy_until', 'next_try_at')
CREATE TRIGGER hosts_changed AFTER INSERT OR DELETE OR UPDATE OF chain ON public.certificates FOR EACH STATEMENT EXECUTE FUNCTION hosts_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT ON public.deployment_approvals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('approval', 'deployment_id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT ON public.deployments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('deployment', 'id', 'diagnostics', 'phases')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.directory_group_members DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('directory group member', 'user_id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.directory_users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('directory user', 'user_id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE OF state, service_id, alias, redirect_https, hsts_seconds, hsts_subdomains, hsts_preload, automatic_certificate ON public.domains DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('domain', 'id', 'token', 'checked_at', 'next_check_at', 'failures', 'seen')
CREATE TRIGGER domain_held AFTER INSERT OR UPDATE OF state ON public.domains FOR EACH ROW WHEN ((new.state = 'active'::text)) EXECUTE FUNCTION domain_held()
CREATE TRIGGER hosts_changed AFTER INSERT OR DELETE OR UPDATE OF state, service_id, alias, redirect_https, hsts_seconds, hsts_subdomains, hsts_preload ON public.domains FOR EACH STATEMENT EXECUTE FUNCTION hosts_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE ON public.environment_deployers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('deployer', 'environment_id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT ON public.environments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.name <> 'production'::text)) EXECUTE FUNCTION audit_change('environment', 'id')
CREATE CONSTRAINT TRIGGER audit_delete AFTER DELETE ON public.environments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.name <> 'production'::text)) EXECUTE FUNCTION audit_change('environment', 'id')
CREATE CONSTRAINT TRIGGER audit_update AFTER UPDATE ON public.environments DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('environment', 'id')
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.group_members FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.group_members DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('group member', 'user_id')
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.groups FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.groups DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('group', 'id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE OF user_id ON public.identities DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('identity', 'user_id', 'used_at')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.invitations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('invitation', 'id', 'token_hash')
CREATE TRIGGER access_changed AFTER DELETE OR UPDATE OF revoked_at, hash, previous_hash, previous_until, scopes, addresses, expires_at ON public.keys FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE OF name, hash, revoked_at, scopes, addresses, expires_at ON public.keys DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('key', 'id', 'hash', 'previous_hash', 'last_used_at', 'last_used_from')
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.mapped_roles FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.mapped_roles DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('mapped role', 'user_id')
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.memberships FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.memberships DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('member', 'user_id')
CREATE TRIGGER directory_joins AFTER INSERT ON public.memberships FOR EACH ROW EXECUTE FUNCTION directory_joins()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.organizations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('organization', 'id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.projects DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('project', 'id')
CREATE TRIGGER production AFTER INSERT ON public.projects FOR EACH ROW EXECUTE FUNCTION project_has_production()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.provider_rules DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('provider rule', 'provider')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.providers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('provider', 'name', 'secret_sealed', 'revision')
CREATE TRIGGER provider_deleted BEFORE DELETE ON public.providers FOR EACH ROW EXECUTE FUNCTION provider_ended()
CREATE TRIGGER provider_disabled BEFORE UPDATE OF enabled ON public.providers FOR EACH ROW WHEN ((old.enabled AND (NOT new.enabled))) EXECUTE FUNCTION provider_ended()
CREATE TRIGGER made AFTER INSERT ON public.purges FOR EACH STATEMENT EXECUTE FUNCTION purge_made()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.quotas DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('quota', 'resource')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.recovery_codes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('recovery code', 'user_id', 'hash')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR UPDATE ON public.reencryptions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('reencryption', 'key_id')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.registries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('registry', 'host', 'password_sealed')
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.role_grants FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.role_grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('role grant', 'id')
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.roles FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.roles DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('role', 'name')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT ON public.rollouts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('rollout', 'id', 'judgement')
CREATE CONSTRAINT TRIGGER audit_state AFTER UPDATE OF state ON public.rollouts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION audit_change('rollout', 'id', 'judgement')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.routes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('route', 'id', 'hashes')
CREATE TRIGGER hosts_changed AFTER INSERT OR DELETE OR UPDATE ON public.routes FOR EACH STATEMENT EXECUTE FUNCTION hosts_changed()
CREATE TRIGGER access_changed AFTER INSERT OR DELETE OR UPDATE ON public.service_allowed FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.service_allowed DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('allowed', 'function_id')
CREATE TRIGGER access_changed AFTER UPDATE OF audience ON public.services FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.services DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('function', 'id', 'password_hashes')
CREATE TRIGGER published AFTER DELETE OR UPDATE ON public.services FOR EACH ROW EXECUTE FUNCTION published_changed()
CREATE TRIGGER access_changed AFTER DELETE OR UPDATE OF revoked_at, expires_at, token_hash ON public.sessions FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit_begin AFTER INSERT ON public.sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_session()
CREATE CONSTRAINT TRIGGER audit_end AFTER UPDATE OF revoked_at ON public.sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION audit_session()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.signing_secrets DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('signing secret', 'key_id', 'sealed')
CREATE TRIGGER published AFTER INSERT OR DELETE OR UPDATE ON public.signing_secrets FOR EACH ROW EXECUTE FUNCTION published_changed()
CREATE TRIGGER access_changed AFTER DELETE OR UPDATE OF disabled_at, administrator ON public.users FOR EACH STATEMENT EXECUTE FUNCTION access_changed()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('user', 'id', 'password_hash', 'totp_sealed', 'totp_step')
CREATE TRIGGER directory_word BEFORE UPDATE OF disabled_at ON public.users FOR EACH ROW EXECUTE FUNCTION directory_word()
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.variable_definitions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('variable definition', 'name', 'default_value')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.variables DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('variable', 'name', 'value', 'sealed', 'previous', 'previous_sealed')
CREATE CONSTRAINT TRIGGER audit AFTER INSERT OR DELETE OR UPDATE ON public.zones DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_change('zone', 'id', 'secret_sealed')

CREATE OR REPLACE FUNCTION public.access_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    notify fairlead_access;
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.audit_append()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
    head audit_heads;
begin
    new.chain := coalesce(new.organization_id, '00000000-0000-0000-0000-000000000000'::uuid);
    new.at := clock_timestamp();
    insert into audit_heads (chain, sequence, hash) values (new.chain, 0, '') on conflict do nothing;
    select * into head from audit_heads where chain = new.chain for update;
    new.sequence := head.sequence + 1;
    new.previous_hash := head.hash;
    new.hash := audit_hash(new);
    update audit_heads set sequence = new.sequence, hash = new.hash where chain = new.chain;
    return new;
end $function$
CREATE OR REPLACE FUNCTION public.audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    actor jsonb := coalesce(nullif(current_setting('fairlead.actor', true), ''), '{}')::jsonb;
    was jsonb;
    is_now jsonb;
    hidden text;
    row_is jsonb;
begin
    if tg_op <> 'INSERT' then was := to_jsonb(old); end if;
    if tg_op <> 'DELETE' then is_now := to_jsonb(new); end if;
    row_is := coalesce(is_now, was);
    if tg_nargs > 2 then
        for i in 2 .. tg_nargs - 1 loop
            hidden := tg_argv[i];
            if was is not null and is_now is not null
                    and was -> hidden is distinct from is_now -> hidden then
                was := was || jsonb_build_object(hidden, '(was another)');
                is_now := is_now || jsonb_build_object(hidden, '(changed)');
            else
                was := was - hidden;
                is_now := is_now - hidden;
            end if;
        end loop;
    end if;
    if was is not null and is_now is not null then
        -- what did not change is no news
        select jsonb_object_agg(key, value) into was
            from jsonb_each(was) where value is distinct from is_now -> key;
        if was is null then return null; end if;
        select jsonb_object_agg(key, value) into is_now
            from jsonb_each(is_now) where was ? key;
    end if;
    insert into audit_events (organization_id, actor, actor_name, via, address, request_id,
            operation, action, target_kind, target, code, before, after)
        values (case when tg_argv[0] = 'organization' then (row_is ->> 'id')::uuid
                    else (row_is ->> 'organization_id')::uuid end,
            coalesce(actor ->> 'id', 'system'), coalesce(actor ->> 'name', 'system'),
            coalesce(actor ->> 'via', 'system'), coalesce(actor ->> 'address', ''),
            coalesce(actor ->> 'request', ''), coalesce(actor ->> 'operation', ''),
            case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end,
            tg_argv[0], coalesce(row_is ->> tg_argv[1], ''), '', was, is_now);
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.audit_hash(event audit_events)
 RETURNS bytea
 LANGUAGE sql
 STABLE
RETURN sha256(((event).previous_hash || convert_to((jsonb_build_array((event).chain, (event).sequence, (event).organization_id, EXTRACT(epoch FROM (event).at), (event).actor, (event).actor_name, (event).via, (event).address, (event).request_id, (event).operation, (event).action, (event).target_kind, (event).target, (event).code, (event).before, (event).after))::text, 'UTF8'::name)))
CREATE OR REPLACE FUNCTION public.audit_head(of_chain uuid, OUT sequence bigint, OUT hash bytea, OUT trimmed_to bigint, OUT trimmed_hash bytea)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
RETURN (SELECT ROW(h.sequence, h.hash, h.trimmed_to, h.trimmed_hash) AS "row" FROM audit_heads h WHERE (h.chain = audit_head.of_chain))
CREATE OR REPLACE FUNCTION public.audit_session()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
    actor jsonb := coalesce(nullif(current_setting('fairlead.actor', true), ''), '{}')::jsonb;
begin
    insert into audit_events (actor, actor_name, via, address, request_id, operation, action,
            target_kind, target, code, after)
        values (coalesce(actor ->> 'id', new.user_id::text), coalesce(actor ->> 'name', 'system'),
            coalesce(actor ->> 'via', 'system'), coalesce(actor ->> 'address', new.address),
            coalesce(actor ->> 'request', ''), coalesce(actor ->> 'operation', ''),
            case when tg_op = 'INSERT' then 'created' else 'revoked' end, 'session', new.id::text, '',
            jsonb_build_object('user_id', new.user_id, 'kind', new.kind, 'agent', new.agent));
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.audit_trim(of_chain uuid, older_than timestamp with time zone, most bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
CREATE OR REPLACE FUNCTION public.directory_joins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    insert into group_members (organization_id, group_id, user_id)
        select d.organization_id, d.group_id, d.user_id from directory_group_members d
        where d.organization_id = new.organization_id and d.user_id = new.user_id
        on conflict do nothing;
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.directory_word()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    if new.closed_by is not distinct from old.closed_by then new.closed_by := null; end if;
    return new;
end $function$
CREATE OR REPLACE FUNCTION public.domain_held()
 RETURNS trigger
 LANGUAGE plpgsql
 SET "fairlead.organization" TO '*'
AS $function$
begin
    insert into domain_holders (name, organization_id) values (new.name, new.organization_id)
        on conflict do nothing;
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.hosts_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET "fairlead.organization" TO '*'
AS $function$
begin
    update host_revision set value = value + 1;
    perform pg_notify('fairlead_hosts', '');
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.may_reach(function uuid, audience text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((audience <> 'listed'::text) OR (current_setting('fairlead.person'::text, true) = '*'::text) OR (EXISTS (SELECT FROM service_allowed a WHERE ((a.service_id = may_reach.function) AND (((a.user_id)::text = current_setting('fairlead.person'::text, true)) OR (a.group_id IN (SELECT m.group_id FROM group_members m WHERE ((m.user_id)::text = current_setting('fairlead.person'::text, true)))))))))
CREATE OR REPLACE FUNCTION public.of_installation()
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (current_setting('fairlead.organization'::text, true) = '*'::text)
CREATE OR REPLACE FUNCTION public.project_has_production()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    insert into environments (id, organization_id, project_id, name, created_at, updated_at)
        values (gen_random_uuid(), new.organization_id, new.id, 'production', new.created_at, new.created_at);
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.provider_ended()
 RETURNS trigger
 LANGUAGE plpgsql
 SET "fairlead.organization" TO '*'
AS $function$
begin
    update sessions set revoked_at = now() where provider = old.name and revoked_at is null;
    delete from pending_sign_ins where provider = old.name;
    delete from device_logins where provider = old.name;
    return case tg_op when 'DELETE' then old else new end;
end $function$
CREATE OR REPLACE FUNCTION public.published_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    perform pg_notify('fairlead_published', row_of.id::text)
        from (select case tg_table_name when 'services' then (to_jsonb(coalesce(new, old)) ->> 'id')
                  else (to_jsonb(coalesce(new, old)) ->> 'service_id') end as id) row_of;
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.purge_made()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    perform pg_notify('fairlead_purged', '');
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.quota_add(organization uuid, project uuid, what text, amount bigint, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 INSERT INTO quota_uses AS u (organization_id, project_id, resource, period, used)
   VALUES (quota_add.organization, quota_add.project, quota_add.what, quota_period(quota_add.what, quota_add.at), quota_add.amount) ON CONFLICT(organization_id, project_id, resource, period) DO UPDATE SET used = (u.used + excluded.used);
END
CREATE OR REPLACE FUNCTION public.quota_build_ended()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    perform quota_add(f.organization_id, f.project_id, 'build-time',
            (extract(epoch from new.ended_at - new.started_at) * 1000)::bigint, new.ended_at)
        from deployments d join services f on f.id = d.service_id
        where d.id = new.deployment_id;
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.quota_period(resource text, at timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE
RETURN (date_trunc(CASE resource WHEN 'deployments'::text THEN 'day'::text ELSE 'month'::text END, (at AT TIME ZONE 'UTC'::text)))::date
CREATE OR REPLACE FUNCTION public.quota_used(organization uuid, project uuid, what text, at timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE
 SET "fairlead.projects" TO '*'
 SET "fairlead.person" TO '*'
AS $function$
begin
    return case what
        when 'functions' then (
            select count(*) from services f
            where f.organization_id = organization
              and (project is null or f.project_id = project))
        when 'storage' then (
            select coalesce(sum(d.source_bytes + d.artifact_bytes), 0)
            from deployments d join services f on f.id = d.service_id
            where d.organization_id = organization
              and (project is null or f.project_id = project)
              and (d.ended_at is null or exists (
                  select from versions v where v.service_id = d.service_id and v.number = d.version)))
        else (
            select coalesce(sum(u.used), 0) from quota_uses u
            where u.organization_id = organization
              and (project is null or u.project_id = project)
              and u.resource = what and u.period = quota_period(what, at))
        end;
end $function$
CREATE OR REPLACE FUNCTION public.release_made()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
    insert into purges (organization_id, project_id, service_id, at, scope, host, value, cdn, next_at)
    select s.organization_id, s.project_id, s.id, now(), 'release', '', '', 'pending',
        now() + interval '1 second'
    from services s join cdns c on c.project_id = s.project_id
    where s.id = new.service_id;
    return null;
end $function$
CREATE OR REPLACE FUNCTION public.visible(organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (current_setting('fairlead.organization'::text, true) = ANY (ARRAY[(organization)::text, '*'::text]))
CREATE OR REPLACE FUNCTION public.within(project uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((current_setting('fairlead.projects'::text, true) = '*'::text) OR ((project)::text = ANY (string_to_array(current_setting('fairlead.projects'::text, true), ','::text))))
