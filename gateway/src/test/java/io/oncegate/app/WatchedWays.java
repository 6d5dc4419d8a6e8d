package io.oncegate.app;

import io.oncegate.Ways;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watches the ways of requests in the runnable gateway of a test that asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("test.ways")
class WatchedWays {

    @Bean
    Ways ways() {
        return new Ways("whole");
    }
}
