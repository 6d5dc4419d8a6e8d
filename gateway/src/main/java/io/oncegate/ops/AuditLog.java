package io.oncegate.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationListener;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes each audit event of the gateway's own as one line of JSON. In JSON no name can break the line, nor pass for another
 * member. What the application audits besides is its own to log.
 */
public final class AuditLog implements ApplicationListener<AuditApplicationEvent> {

    /** The name of the logger. */
    public static final String LOGGER = "io.oncegate.audit";

    /** What the types of the gateway's own events begin with. */
    public static final String OURS = "ONCEGATE_";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final JsonMapper json;

    /**
     * @param json whose settings hold, but for what would not be plain ASCII
     */
    public AuditLog(JsonMapper json) {
        // there are line breaks and terminal codes beyond ASCII
        this.json = json.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    }

    @Override
    public void onApplicationEvent(AuditApplicationEvent happened) {
        AuditEvent event = happened.getAuditEvent();
        if (!event.getType().startsWith(OURS)) {
            return;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("timestamp", event.getTimestamp());
        members.put("type", event.getType());
        members.put("principal", event.getPrincipal());
        members.put("data", event.getData());
        LOG.info(json.writeValueAsString(members));
    }
}
