package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Reads a row of `deployments` with what `COLUMNS` adds to it.
public final class DeploymentRow {
    private static final TypeReference<List<Diagnostic>> DIAGNOSTICS = new TypeReference<>() {};
    private static final TypeReference<List<Deployment.Phase>> PHASES = new TypeReference<>() {};

    private static final TypeReference<Map<String, String>> OVERRIDES = new TypeReference<>() {};

    /// The name of its environment, and who approved it besides its author.
    public static final String COLUMNS =
            " (select e.name from environments e where e.id = d.environment_id) as environment,"
                    + " (select array_agg(a.user_id order by a.approved_at) from"
                    + " deployment_approvals a where a.deployment_id = d.id and a.user_id <>"
                    + " d.author) as approved_by ";

    private final JsonMapper json = new JsonMapper();

    /// Phases kept as JSON in `column`.
    public List<Deployment.Phase> phases(ResultSet row, String column) throws SQLException {
        return json.readValue(row.getString(column), PHASES);
    }

    public Deployment read(ResultSet row) throws SQLException {
        int version = row.getInt("version");
        boolean noVersion = row.wasNull();
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Deployment(
                new DeploymentId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ServiceId(row.getObject("service_id", UUID.class)),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new EnvironmentName(row.getString("environment")),
                Deployment.Kind.parse(row.getString("kind")),
                Optional.ofNullable(row.getObject("base_version", Integer.class)),
                Optional.ofNullable(row.getString("strategy")).map(StrategyText::read),
                row.getString("author"),
                approvedBy(row),
                overrides(row),
                Optional.ofNullable(row.getObject("build_id", UUID.class)).map(BuildId::new),
                DeploymentState.parse(row.getString("state")),
                Optional.ofNullable(row.getString("language")).flatMap(Language::parse),
                Optional.ofNullable(row.getString("source_hash")).map(ContentHash::new),
                Optional.ofNullable(row.getString("upstream")).map(UpstreamText::read),
                product(row),
                noVersion ? Optional.empty() : Optional.of(version),
                failure(row),
                phases(row, "phases"),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(ended).map(OffsetDateTime::toInstant));
    }

    private Map<String, String> overrides(ResultSet row) throws SQLException {
        String text = row.getString("overrides");
        return text == null ? Map.of() : json.readValue(text, OVERRIDES);
    }

    private static List<String> approvedBy(ResultSet row) throws SQLException {
        Array names = row.getArray("approved_by");
        return names == null ? List.of() : List.of((String[]) names.getArray());
    }

    private static Optional<Deployment.Product> product(ResultSet row) throws SQLException {
        String abi = row.getString("abi");
        String artifact = row.getString("artifact_hash");
        return abi == null || artifact == null
                ? Optional.empty()
                : Optional.of(new Deployment.Product(Abi.parse(abi), new ContentHash(artifact)));
    }

    private Optional<Deployment.Failure> failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        if (code == null) {
            return Optional.empty();
        }
        String diagnostics = row.getString("diagnostics");
        return Optional.of(
                new Deployment.Failure(
                        code,
                        String.valueOf(row.getString("error_detail")),
                        diagnostics == null
                                ? List.of()
                                : json.readValue(diagnostics, DIAGNOSTICS)));
    }
}
