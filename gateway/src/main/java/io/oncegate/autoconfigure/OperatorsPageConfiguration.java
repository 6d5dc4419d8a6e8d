package io.oncegate.autoconfigure;

import io.oncegate.ops.IdempotencyEndpoint;
import io.oncegate.ops.OperatorsPage;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The operators' page, where there is a management port of its own and {@code oncegate.operators-page} is not off. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(IdempotencyEndpoint.class)
@ConditionalOnProperty(name = "oncegate.operators-page", matchIfMissing = true)
class OperatorsPageConfiguration {

    @Bean
    RouterFunction<ServerResponse> idempotencyOperatorsPage(PathMappedEndpoints endpoints) {
        return new OperatorsPage(String.valueOf(endpoints.getPath(EndpointId.of("idempotency")))).routes();
    }
}
