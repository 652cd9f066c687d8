table aliases (row level security)
table build_cache (row level security)
table build_log_lines (row level security)
table builds (row level security)
table deleted_functions (row level security)
table deployments (row level security)
table executions (row level security) partitioned by RANGE (started_at)
table executions_rest partition DEFAULT
table functions (row level security)
table idempotency_keys (row level security)
table keys (row level security)
table organizations (row level security)
table projects (row level security)
table rate_budgets (row level security)
table rate_instances (row level security)
table scheduled_tasks
table variables (row level security)
table versions (row level security)

column aliases.organization_id uuid not null
column aliases.function_id uuid not null
column aliases.name text not null
column aliases.version integer not null
column aliases.previous_version integer
column aliases.deployment_id uuid not null
column aliases.revision bigint not null
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
column deleted_functions.id uuid not null
column deleted_functions.organization_id uuid not null
column deleted_functions.deleted_at timestamp with time zone not null
column deployments.id uuid not null
column deployments.organization_id uuid not null
column deployments.function_id uuid not null
column deployments.state text not null
column deployments.language text not null
column deployments.source_hash text not null
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
column functions.id uuid not null
column functions.organization_id uuid not null
column functions.project_id uuid not null
column functions.name text not null
column functions.language text
column functions.timeout_ms bigint not null
column functions.memory_bytes bigint not null
column functions.concurrency integer not null
column functions.queue_length integer not null
column functions.queue_timeout_ms bigint not null
column functions.max_request_bytes bigint not null
column functions.max_response_bytes bigint not null
column functions.samples boolean not null
column functions.revision bigint not null
column functions.created_at timestamp with time zone not null
column functions.updated_at timestamp with time zone not null
column functions.access text not null default 'public'::text
column functions.rate_requests bigint
column functions.rate_period_s bigint
column functions.rate_burst bigint
column functions.rate_per text
column idempotency_keys.organization_id uuid not null
column idempotency_keys.key text not null
column idempotency_keys.request_hash text
column idempotency_keys.status integer
column idempotency_keys.body text
column idempotency_keys.created_at timestamp with time zone not null
column idempotency_keys.claim uuid not null
column idempotency_keys.leased_until timestamp with time zone not null
column idempotency_keys.headers text
column keys.id uuid not null
column keys.organization_id uuid not null
column keys.name text not null
column keys.hash text not null
column keys.created_at timestamp with time zone not null
column keys.revoked_at timestamp with time zone
column organizations.id uuid not null
column organizations.name text not null
column organizations.created_at timestamp with time zone not null
column projects.id uuid not null
column projects.organization_id uuid not null
column projects.name text not null
column projects.created_at timestamp with time zone not null
column rate_budgets.key text not null
column rate_budgets.full_at timestamp with time zone not null
column rate_budgets.taken interval not null
column rate_instances.id uuid not null
column rate_instances.seen_at timestamp with time zone not null
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
column variables.organization_id uuid not null
column variables.function_id uuid not null
column variables.scope text not null
column variables.name text not null
column variables.value text
column variables.sealed bytea
column variables.updated_at timestamp with time zone not null
column versions.organization_id uuid not null
column versions.function_id uuid not null
column versions.number integer not null
column versions.deployment_id uuid not null
column versions.language text not null
column versions.abi text not null
column versions.artifact_hash text not null
column versions.source_hash text not null
column versions.created_at timestamp with time zone not null

constraint aliases aliases_function_id_fkey FOREIGN KEY (function_id) REFERENCES functions(id) ON DELETE CASCADE
constraint aliases aliases_function_id_version_fkey FOREIGN KEY (function_id, version) REFERENCES versions(function_id, number) ON DELETE CASCADE
constraint aliases aliases_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint aliases aliases_pkey PRIMARY KEY (function_id, name)
constraint build_cache build_cache_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint build_cache build_cache_pkey PRIMARY KEY (organization_id, key)
constraint build_log_lines build_log_lines_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployments(id) ON DELETE CASCADE
constraint build_log_lines build_log_lines_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint build_log_lines build_log_lines_pkey PRIMARY KEY (deployment_id, number)
constraint builds builds_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployments(id) ON DELETE CASCADE
constraint builds builds_deployment_id_key UNIQUE (deployment_id)
constraint builds builds_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint builds builds_pkey PRIMARY KEY (id)
constraint deleted_functions deleted_functions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint deleted_functions deleted_functions_pkey PRIMARY KEY (id)
constraint deployments deployments_function_id_fkey FOREIGN KEY (function_id) REFERENCES functions(id) ON DELETE CASCADE
constraint deployments deployments_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint deployments deployments_pkey PRIMARY KEY (id)
constraint executions executions_pkey PRIMARY KEY (id, started_at)
constraint executions_rest executions_rest_pkey PRIMARY KEY (id, started_at)
constraint functions functions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint functions functions_pkey PRIMARY KEY (id)
constraint functions functions_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id)
constraint functions functions_project_id_name_key UNIQUE (project_id, name)
constraint idempotency_keys idempotency_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint idempotency_keys idempotency_keys_pkey PRIMARY KEY (organization_id, key)
constraint keys keys_hash_key UNIQUE (hash)
constraint keys keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint keys keys_pkey PRIMARY KEY (id)
constraint organizations organizations_name_key UNIQUE (name)
constraint organizations organizations_pkey PRIMARY KEY (id)
constraint projects projects_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint projects projects_organization_id_name_key UNIQUE (organization_id, name)
constraint projects projects_pkey PRIMARY KEY (id)
constraint rate_budgets rate_budgets_pkey PRIMARY KEY (key)
constraint rate_instances rate_instances_pkey PRIMARY KEY (id)
constraint scheduled_tasks scheduled_tasks_pkey PRIMARY KEY (task_name, task_instance)
constraint variables variables_check CHECK (((value IS NULL) <> (sealed IS NULL)))
constraint variables variables_function_id_fkey FOREIGN KEY (function_id) REFERENCES functions(id) ON DELETE CASCADE
constraint variables variables_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint variables variables_pkey PRIMARY KEY (function_id, scope, name)
constraint versions versions_function_id_fkey FOREIGN KEY (function_id) REFERENCES functions(id) ON DELETE CASCADE
constraint versions versions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id)
constraint versions versions_pkey PRIMARY KEY (function_id, number)

CREATE INDEX build_cache_oldest ON public.build_cache USING btree (used_at)
CREATE INDEX builds_dead ON public.builds USING btree (organization_id, id DESC) WHERE (state = 'dead'::text)
CREATE INDEX builds_newest ON public.builds USING btree (organization_id, id DESC)
CREATE INDEX builds_queued ON public.builds USING btree (deployment_id) WHERE (state = 'queued'::text)
CREATE INDEX deployments_newest ON public.deployments USING btree (function_id, id DESC)
CREATE INDEX deployments_open ON public.deployments USING btree (id) WHERE (ended_at IS NULL)
CREATE INDEX executions_newest ON ONLY public.executions USING btree (function_id, id DESC)
CREATE INDEX executions_not_succeeded ON ONLY public.executions USING btree (function_id, id DESC) WHERE (status <> 'SUCCEEDED'::text)
CREATE INDEX executions_rest_function_id_id_idx ON public.executions_rest USING btree (function_id, id DESC)
CREATE INDEX executions_rest_function_id_id_idx1 ON public.executions_rest USING btree (function_id, id DESC) WHERE (status <> 'SUCCEEDED'::text)
CREATE INDEX executions_rest_function_id_id_idx2 ON public.executions_rest USING btree (function_id, id) WHERE (logs IS NOT NULL)
CREATE INDEX executions_with_logs ON ONLY public.executions USING btree (function_id, id) WHERE (logs IS NOT NULL)
CREATE INDEX functions_newest ON public.functions USING btree (organization_id, id DESC)
CREATE INDEX idempotency_keys_oldest ON public.idempotency_keys USING btree (created_at)
CREATE INDEX scheduled_tasks_due ON public.scheduled_tasks USING btree (execution_time)
CREATE INDEX scheduled_tasks_heartbeat ON public.scheduled_tasks USING btree (last_heartbeat)
CREATE UNIQUE INDEX aliases_pkey ON public.aliases USING btree (function_id, name)
CREATE UNIQUE INDEX build_cache_pkey ON public.build_cache USING btree (organization_id, key)
CREATE UNIQUE INDEX build_log_lines_pkey ON public.build_log_lines USING btree (deployment_id, number)
CREATE UNIQUE INDEX builds_deployment_id_key ON public.builds USING btree (deployment_id)
CREATE UNIQUE INDEX builds_pkey ON public.builds USING btree (id)
CREATE UNIQUE INDEX deleted_functions_pkey ON public.deleted_functions USING btree (id)
CREATE UNIQUE INDEX deployments_pkey ON public.deployments USING btree (id)
CREATE UNIQUE INDEX executions_pkey ON ONLY public.executions USING btree (id, started_at)
CREATE UNIQUE INDEX executions_rest_pkey ON public.executions_rest USING btree (id, started_at)
CREATE UNIQUE INDEX functions_pkey ON public.functions USING btree (id)
CREATE UNIQUE INDEX functions_project_id_name_key ON public.functions USING btree (project_id, name)
CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (organization_id, key)
CREATE UNIQUE INDEX keys_hash_key ON public.keys USING btree (hash)
CREATE UNIQUE INDEX keys_pkey ON public.keys USING btree (id)
CREATE UNIQUE INDEX organizations_name_key ON public.organizations USING btree (name)
CREATE UNIQUE INDEX organizations_pkey ON public.organizations USING btree (id)
CREATE UNIQUE INDEX projects_by_address ON public.projects USING btree (name)
CREATE UNIQUE INDEX projects_organization_id_name_key ON public.projects USING btree (organization_id, name)
CREATE UNIQUE INDEX projects_pkey ON public.projects USING btree (id)
CREATE UNIQUE INDEX rate_budgets_pkey ON public.rate_budgets USING btree (key)
CREATE UNIQUE INDEX rate_instances_pkey ON public.rate_instances USING btree (id)
CREATE UNIQUE INDEX scheduled_tasks_pkey ON public.scheduled_tasks USING btree (task_name, task_instance)
CREATE UNIQUE INDEX variables_pkey ON public.variables USING btree (function_id, scope, name)
CREATE UNIQUE INDEX versions_pkey ON public.versions USING btree (function_id, number)

policy tenant on aliases using visible(organization_id) check -
policy tenant on build_cache using visible(organization_id) check -
policy tenant on build_log_lines using visible(organization_id) check -
policy tenant on builds using visible(organization_id) check -
policy tenant on deleted_functions using visible(organization_id) check -
policy tenant on deployments using visible(organization_id) check -
policy tenant on executions using visible(organization_id) check -
policy tenant on functions using visible(organization_id) check -
policy tenant on idempotency_keys using visible(organization_id) check -
policy tenant on keys using visible(organization_id) check -
policy tenant on organizations using visible(id) check -
policy tenant on projects using visible(organization_id) check -
policy installation on rate_budgets using (current_setting('fairlead.organization'::text, true) = '*'::text) check -
policy installation on rate_instances using (current_setting('fairlead.organization'::text, true) = '*'::text) check -
policy tenant on variables using visible(organization_id) check -
policy tenant on versions using visible(organization_id) check -

grant on aliases to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on build_cache to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on build_log_lines to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on builds to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on deleted_functions to fairlead_runtime: DELETE, INSERT, SELECT
grant on deployments to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on executions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on functions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on idempotency_keys to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on keys to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on organizations to fairlead_runtime: INSERT, SELECT
grant on projects to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on rate_budgets to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on rate_instances to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on scheduled_tasks to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on variables to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE
grant on versions to fairlead_runtime: DELETE, INSERT, SELECT, UPDATE

CREATE OR REPLACE FUNCTION public.visible(organization uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (current_setting('fairlead.organization'::text, true) = ANY (ARRAY[(organization)::text, '*'::text]))
