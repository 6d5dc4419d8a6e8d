package io.oncegate.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.stereotype.Component;

/**
 * The latest audit events of this process, for {@code /actuator/auditevents}. What is to last is the log's. Refused accesses
 * have room of their own: whoever is refused may come again and again, and must not push out what operators did.
 */
@Component
final class AuditTrail implements AuditEventRepository {

    static final int REFUSED = 200;
    static final int OTHERS = 1000;

    private final AuditEventRepository refused = new InMemoryAuditEventRepository(REFUSED);
    private final AuditEventRepository others = new InMemoryAuditEventRepository(OTHERS);

    @Override
    public void add(AuditEvent event) {
        (event.getType().equals(RefusedAccesses.TYPE) ? refused : others).add(event);
    }

    @Override
    public List<AuditEvent> find(@Nullable String principal, @Nullable Instant after, @Nullable String type) {
        return Stream.of(refused, others)
                .flatMap(events -> events.find(principal, after, type).stream())
                .sorted(Comparator.comparing(AuditEvent::getTimestamp))
                .toList();
    }
}
