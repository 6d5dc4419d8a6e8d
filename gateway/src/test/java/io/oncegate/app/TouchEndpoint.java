package io.oncegate.app;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Something on the management port that a request can change: how often it was changed. */
@Component
@ConditionalOnBooleanProperty("test.touch")
@Endpoint(id = "touch")
class TouchEndpoint {

    private final AtomicInteger changes = new AtomicInteger();

    @ReadOperation
    Map<String, Integer> changes() {
        return Map.of("changes", changes.get());
    }

    @WriteOperation
    void touch() {
        changes.incrementAndGet();
    }

    @DeleteOperation
    void forget() {
        changes.incrementAndGet();
    }

    int count() {
        return changes.get();
    }
}
