package dev.fairlead.controlplane.control.sessions;

/// Where somebody signs in from, as their list of devices shows it.
public record Client(String address, String agent) {
    private static final int LONGEST = 200;

    public Client {
        agent = agent.replaceAll("\\p{C}", "");
        agent = agent.substring(0, Math.min(LONGEST, agent.length()));
    }
}
