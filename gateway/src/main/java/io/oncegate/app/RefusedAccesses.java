package io.oncegate.app;

import io.oncegate.ops.AuditLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Audits who was refused on the management port. Anybody who reaches the port can cause these, so only so many are recorded
 * in a minute; the next one that is recorded says how many were not.
 */
final class RefusedAccesses {

    static final String TYPE = AuditLog.OURS + "ACCESS_REFUSED";
    static final int PER_MINUTE = 60;

    private static final int LONGEST = 100;

    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    private Instant minute = Instant.MIN;
    private int recorded;
    private long unrecorded;

    RefusedAccesses(ApplicationEventPublisher events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Records one.
     *
     * @param principal who it was, as far as that is proven
     * @param claimed the client whose name was given with a wrong secret
     */
    void refused(String principal, Optional<String> claimed, String method, String path, Refusal refusal) {
        Instant now = clock.instant();
        long before = admitted(now);
        if (before < 0) {
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("method", bounded(method));
        data.put("path", bounded(endpoint(path)));
        data.put("code", refusal.code());
        claimed.ifPresent(name -> data.put("claimed", name));
        if (before > 0) {
            data.put("unrecordedBefore", before);
        }
        events.publishEvent(new AuditApplicationEvent(new AuditEvent(now, bounded(principal), TYPE, data)));
    }

    /** How many went by unrecorded before this one; negative if this one does too. */
    private synchronized long admitted(Instant now) {
        // a clock that is set back begins a minute of its own
        if (now.isBefore(minute) || Duration.between(minute, now).compareTo(Duration.ofMinutes(1)) >= 0) {
            minute = now;
            recorded = 0;
        }
        if (recorded == PER_MINUTE) {
            unrecorded++;
            return -1;
        }
        recorded++;
        long before = unrecorded;
        unrecorded = 0;
        return before;
    }

    /** Without what comes after the endpoint's name: it may be a client's key, and no log may hold one. */
    private static String endpoint(String path) {
        int name = path.indexOf('/', 1);
        int rest = name < 0 ? -1 : path.indexOf('/', name + 1);
        return rest < 0 ? path : path.substring(0, rest) + "/...";
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
