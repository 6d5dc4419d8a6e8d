package io.oncegate.app;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Profile {@code embedded}: the gateway brings its own Redis, whatever {@code spring.data.redis.*} says. */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
class EmbeddedRedisConfiguration {

    @Bean
    EmbeddedRedis embeddedRedis(@Value("${oncegate.embedded.redis-port:0}") int port) {
        return new EmbeddedRedis(port);
    }

    @Bean
    DataRedisConnectionDetails embeddedRedisConnectionDetails(EmbeddedRedis redis) {
        return new DataRedisConnectionDetails() {
            @Override
            public Standalone getStandalone() {
                return Standalone.of(redis.host(), redis.port());
            }
        };
    }
}
