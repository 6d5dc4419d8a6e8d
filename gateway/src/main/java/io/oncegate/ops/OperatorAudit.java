package io.oncegate.ops;

import io.oncegate.core.EntryId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/** Keeps account of what operators do and try to do (contract 11): never with a key or a body. */
public final class OperatorAudit {

    /** The type of the events. */
    public static final String TYPE = AuditLog.OURS + "ENTRY";

    private final ApplicationEventPublisher events;

    /**
     * @param events takes the events
     */
    public OperatorAudit(ApplicationEventPublisher events) {
        this.events = events;
    }

    /**
     * Something an operator did or tried.
     *
     * @param operator who; empty where nobody has said
     * @param action in a word
     * @param id which entry
     * @param reason why, in the operator's words
     */
    record Act(Operator operator, String action, EntryId id, Optional<String> reason) {}

    /**
     * Tells of an act.
     *
     * @param outcome what became of it, in a word
     * @param before the state that the entry was in
     * @param after the state that it is in
     */
    void tell(Act act, String outcome, Optional<String> before, Optional<String> after) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("action", act.action());
        data.put("outcome", outcome);
        data.put("namespace", act.id().scope().namespace());
        data.put("caller", act.id().scope().caller());
        data.put("entry", LoggingListener.name(act.id()));
        act.reason().ifPresent(reason -> data.put("reason", reason));
        before.ifPresent(it -> data.put("before", it));
        after.ifPresent(it -> data.put("after", it));
        String who = act.operator().name().orElse("anonymous");
        events.publishEvent(new AuditApplicationEvent(new AuditEvent(who, TYPE, data)));
    }
}
