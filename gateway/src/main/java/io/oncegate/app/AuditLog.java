package io.oncegate.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes every audit event as one line of JSON. In JSON no name can break the line, nor pass for another member. */
@Component
final class AuditLog {

    static final String LOGGER = "io.oncegate.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final JsonMapper json;

    AuditLog(JsonMapper json) {
        // plain ASCII: there are line breaks and terminal codes beyond it
        this.json = json.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    }

    @EventListener
    void on(AuditApplicationEvent happened) {
        AuditEvent event = happened.getAuditEvent();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("timestamp", event.getTimestamp());
        members.put("type", event.getType());
        members.put("principal", event.getPrincipal());
        members.put("data", event.getData());
        LOG.info(json.writeValueAsString(members));
    }
}
