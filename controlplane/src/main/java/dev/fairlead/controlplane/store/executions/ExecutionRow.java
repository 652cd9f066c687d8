package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.copying.CopyText;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// An execution as a row, and as a line of COPY's text format.
final class ExecutionRow {
    /// The columns of `copyLine`, in its order.
    static final String COLUMNS =
            "id, organization_id, function_id, version, trigger, status, started_at, queue_us,"
                + " start_us, run_us, start_kind, memory_peak_bytes, request_bytes, response_bytes,"
                + " http_status, error_code, error_message, input_sample, output_sample, logs";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<LogLine>> LOGS = new TypeReference<>() {};

    private ExecutionRow() {}

    static void copyLine(StringBuilder into, Execution e) {
        into.append(e.id().value()).append('\t').append(e.organization().value()).append('\t');
        into.append(e.function().value()).append('\t').append(e.version()).append('\t');
        into.append(e.trigger().name()).append('\t').append(e.status().name()).append('\t');
        into.append(e.startedAt()).append('\t').append(e.queueMicros()).append('\t');
        into.append(e.startMicros()).append('\t').append(e.runMicros()).append('\t');
        into.append(e.startKind().name()).append('\t').append(e.memoryPeakBytes()).append('\t');
        into.append(e.requestBytes()).append('\t').append(e.responseBytes()).append('\t');
        into.append(e.httpStatus());
        CopyText.column(into, e.errorCode());
        CopyText.column(into, e.errorMessage());
        CopyText.column(into, e.inputSample());
        CopyText.column(into, e.outputSample());
        CopyText.column(into, e.logs().isEmpty() ? Optional.empty() : Optional.of(json(e.logs())));
        into.append('\n');
    }

    private static String json(List<LogLine> logs) {
        // PostgreSQL's jsonb takes no NUL, not even escaped.
        return JSON.writeValueAsString(logs).replace("\\u0000", "\\ufffd");
    }

    static Execution read(ResultSet row) throws SQLException {
        String logs = row.getString("logs");
        return new Execution(
                new ExecutionId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ServiceId(row.getObject("function_id", UUID.class)),
                row.getInt("version"),
                Trigger.valueOf(row.getString("trigger")),
                ExecutionStatus.valueOf(row.getString("status")),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getLong("queue_us"),
                row.getLong("start_us"),
                row.getLong("run_us"),
                StartKind.valueOf(row.getString("start_kind")),
                row.getLong("memory_peak_bytes"),
                row.getLong("request_bytes"),
                row.getLong("response_bytes"),
                row.getInt("http_status"),
                Optional.ofNullable(row.getString("error_code")),
                Optional.ofNullable(row.getString("error_message")),
                Optional.ofNullable(row.getString("input_sample")),
                Optional.ofNullable(row.getString("output_sample")),
                logs == null ? List.of() : JSON.readValue(logs, LOGS));
    }
}
