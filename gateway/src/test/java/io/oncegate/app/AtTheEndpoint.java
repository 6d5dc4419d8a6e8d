package io.oncegate.app;

import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.ops.AuditLog;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** A gateway whose operators have the actuator endpoint, and entries to look at; what tests of it share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
abstract class AtTheEndpoint {

    static final String PATH = "/actuator/idempotency";
    static final JsonMapper JSON = JsonMapper.shared();

    Operations operations;
    Entries entries;

    @BeforeAll
    void start() {
        operations = new Operations(
                "spring.cloud.gateway.server.webflux.routes[0].id=orders",
                "spring.cloud.gateway.server.webflux.routes[0].filters[0]=IdempotencyKey",
                "management.endpoints.web.exposure.include=idempotency,auditevents");
        entries = new Entries(operations.gateway().application().getBean(IdempotencyStore.class));
    }

    @AfterAll
    void stop() {
        operations.close();
    }

    static String query(EntryId id) {
        return "namespace=" + id.scope().namespace() + "&caller=" + id.scope().caller() + "&key="
                + id.key().value();
    }

    static String key() {
        return UUID.randomUUID().toString();
    }

    static List<String> lines(CapturedOutput output, String with) {
        return output.getAll()
                .lines()
                .filter(line -> line.contains(AuditLog.LOGGER) && line.contains(with))
                .toList();
    }
}
