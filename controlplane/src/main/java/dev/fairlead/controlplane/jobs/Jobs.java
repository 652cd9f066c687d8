package dev.fairlead.controlplane.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import dev.fairlead.controlplane.control.deployments.RunDeployment;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.DeploymentId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The durable queue: deployments, each until it ended, and what recurs.
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int MOST_TRIES = 5;

    /// Beside the builds: what recurs.
    private static final int THREADS = 4;

    private final Database database;
    private final Clock clock;
    private final OneTimeTask<Void> deploy;
    private final Scheduler scheduler;

    /// Runs `atOnce` deployments; `work` recurs on one node at a time.
    public Jobs(
            Database database, RunDeployment run, int atOnce, List<Recurring> work, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.deploy =
                Tasks.oneTime("deploy")
                        .onFailure(
                                FailureHandler.<Void>maxRetries(MOST_TRIES)
                                        .withBackoff(Duration.ofSeconds(1), 2)
                                        .thenRemove(failed -> giveUp(run, failed)))
                        .execute((task, _) -> run.run(DeploymentId.parse(task.getId())));
        List<RecurringTask<Void>> recurring = work.stream().map(Jobs::recurring).toList();
        this.scheduler =
                Scheduler.create(database.pool(), deploy)
                        .startTasks(recurring)
                        .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                        .threads(atOnce + THREADS)
                        .pollingInterval(Duration.ofSeconds(5))
                        .heartbeatInterval(Duration.ofSeconds(5))
                        .missedHeartbeatsLimit(4)
                        .enableImmediateExecution()
                        .shutdownMaxWait(Duration.ofSeconds(10))
                        .build();
    }

    private static void giveUp(RunDeployment run, ExecutionComplete failed) {
        run.giveUp(
                DeploymentId.parse(failed.getExecution().taskInstance.getId()),
                failed.getCause().orElseGet(() -> new IllegalStateException("no cause given")));
    }

    /// Something to do again and again, `every` so long after it ended.
    public record Recurring(String name, Duration every, Runnable work) {}

    private static RecurringTask<Void> recurring(Recurring work) {
        return Tasks.recurring(work.name(), FixedDelay.of(work.every()))
                .execute((_, _) -> work.work().run());
    }

    /// Starts working. `alone` when no other node can be on this database: what a dead process had
    /// begun is then taken up at once instead of when its heartbeat is missed.
    public void start(boolean alone) {
        if (alone) {
            try (var connection = database.dedicated();
                    var statement = connection.createStatement()) {
                statement.executeUpdate(
                        "update scheduled_tasks set picked = false, picked_by = null,"
                                + " last_heartbeat = null where picked");
            } catch (SQLException e) {
                LOG.warn("jobs of the process before are taken up later", e);
            }
        }
        scheduler.start();
    }

    /// Has a deployment run now, here or elsewhere; without effect when it is queued already.
    public void deploy(DeploymentId id) {
        scheduler.scheduleIfNotExists(deploy.instance(id.toString()), clock.instant());
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
