package com.example.plaingateway;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Somebody else's gateway: Spring Cloud Gateway, security of its own, and Oncegate's jar. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class PlainGateway {

    @Bean
    WebFilter ownSecurity() {
        return (exchange, chain) -> {
            String user = exchange.getRequest().getHeaders().getFirst("X-Own-Session");
            return user == null
                    ? chain.filter(exchange)
                    : chain.filter(
                            exchange.mutate().principal(Mono.just(() -> user)).build());
        };
    }
}
