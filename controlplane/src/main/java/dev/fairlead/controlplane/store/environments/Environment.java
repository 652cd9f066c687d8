package dev.fairlead.controlplane.store.environments;

import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A place to run a project. It inherits variables from `parent`.
public record Environment(
        EnvironmentId id,
        OrganizationId organization,
        ProjectId projectId,
        ProjectName project,
        EnvironmentName name,
        Optional<EnvironmentName> parent,
        Protection protection,
        Retention retention,
        Optional<Freeze> freeze,
        long revision,
        Instant createdAt,
        Instant updatedAt) {

    public boolean production() {
        return name.equals(EnvironmentName.PRODUCTION);
    }

    /// Who may deploy to it, where not everybody may whose role lets them; and how many people
    /// besides the author have to agree.
    public record Protection(Optional<Deployers> deployers, int approvals) {
        public static final Protection NONE = new Protection(Optional.empty(), 0);
    }

    /// Those who are listed, themselves or by a group.
    public record Deployers(List<UserId> users, List<GroupId> groups) {
        public Deployers {
            users = List.copyOf(users);
            groups = List.copyOf(groups);
        }
    }

    /// Which versions of each service stay: the newest `count`, and all that are younger than
    /// `days`; all of them, where neither is said.
    public record Retention(Optional<Integer> count, Optional<Integer> days) {
        public static final Retention ALL = new Retention(Optional.empty(), Optional.empty());

        public boolean all() {
            return count.isEmpty() && days.isEmpty();
        }
    }

    /// Nothing is released until it thaws; going back is possible.
    public record Freeze(Instant since, String reason) {}
}
