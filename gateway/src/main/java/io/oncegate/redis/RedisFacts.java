package io.oncegate.redis;

import io.oncegate.core.StoreAudit.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Redis says of itself, and what that means for reservations. Pure.
 *
 * @param info the lines of {@code INFO}
 * @param save the setting {@code save}, where Redis tells it
 * @param ahead by how much its clock is ahead of the gateway's, where it tells its time
 * @param replicas how many replicas there are, where claims wait for some
 */
record RedisFacts(Map<String, String> info, Optional<String> save, Optional<Duration> ahead, Replicas replicas) {

    /**
     * Replicas that claims wait for.
     *
     * @param needed how many; none where nothing waits
     * @param connected how many there are, of the primary that has fewest, where Redis tells it
     */
    record Replicas(int needed, Optional<Integer> connected) {

        static final Replicas NOT_WAITED_FOR = new Replicas(0, Optional.empty());

        Optional<String> warning() {
            return connected
                    .filter(it -> it < needed)
                    .map(it -> "replicas-to-wait is " + needed + ", and a primary has " + it
                            + (it == 1 ? " replica" : " replicas")
                            + ": no claim counts there, and its requests are refused or bypassed");
        }
    }

    private static final String UNKNOWN = "unknown";
    private static final String NOEVICTION = "noeviction";
    private static final int OLDEST_TESTED = 7;
    /** Leases go by Redis's clock alone; beyond this its times and the gateway's logs are hard to match. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    /** Reads what {@code INFO} answered. */
    static Map<String, String> parse(String info) {
        Map<String, String> lines = new LinkedHashMap<>();
        info.lines().filter(line -> !line.startsWith("#") && line.contains(":")).forEach(line -> {
            int colon = line.indexOf(':');
            lines.put(line.substring(0, colon), line.substring(colon + 1).trim());
        });
        return lines;
    }

    Report report() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("version", version());
        details.put("role", role());
        details.put("maxmemory-policy", fact("maxmemory_policy"));
        details.put("persistence", persistence());
        details.put("replicas", fact("connected_slaves"));
        if (replicas.needed() > 0) {
            details.put("replicas-to-wait", Integer.toString(replicas.needed()));
        }
        details.put("clock-ahead", ahead.map(it -> it.toMillis() + "ms").orElse(UNKNOWN));
        return new Report(details, warnings());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        String policy = fact("maxmemory_policy");
        if (!policy.equals(UNKNOWN) && !policy.equals(NOEVICTION)) {
            warnings.add("maxmemory-policy is " + policy
                    + ": Redis may evict a reservation, and the request runs twice;" + " set it to noeviction");
        }
        if (role().equals("replica")) {
            warnings.add("this Redis is a replica: it takes no reservations");
        }
        if (persistence().equals("none")) {
            warnings.add("Redis writes nothing to disk: a restart forgets every key;"
                    + " set appendonly yes, or rely on the services' own constraints");
        }
        if (majorVersion() < OLDEST_TESTED) {
            warnings.add(
                    "Redis " + fact("redis_version") + " is older than " + OLDEST_TESTED + ".0, the oldest tested");
        }
        ahead.map(Duration::abs)
                .filter(apart -> apart.compareTo(CLOCKS_APART) > 0)
                .ifPresent(apart ->
                        warnings.add("the clocks of Redis and of this gateway are " + apart.toSeconds() + " s apart"));
        replicas.warning().ifPresent(warnings::add);
        return List.copyOf(warnings);
    }

    /** A Valkey also says which Redis it is like, for those that know no better. */
    private String version() {
        return info.containsKey("valkey_version") ? "Valkey " + fact("valkey_version") : fact("redis_version");
    }

    private String role() {
        return fact("role").equals("slave") ? "replica" : fact("role");
    }

    private String persistence() {
        String appendOnly = fact("aof_enabled");
        if (appendOnly.equals("1")) {
            return "append-only file";
        }
        if (save.isEmpty() || appendOnly.equals(UNKNOWN)) {
            return UNKNOWN;
        }
        return save.get().isBlank() ? "none" : "snapshots";
    }

    private int majorVersion() {
        String major = fact("redis_version").replaceAll("\\..*", "");
        // a fork that counts otherwise is not for us to judge
        return major.matches("[0-9]{1,4}") ? Integer.parseInt(major) : OLDEST_TESTED;
    }

    private String fact(String name) {
        return info.getOrDefault(name, UNKNOWN);
    }
}
