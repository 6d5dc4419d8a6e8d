package io.oncegate.orders.app;

import io.oncegate.edge.GatewayToken;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Insists on the secret that tells the gateway's requests from others. */
@Configuration(proxyBeanMethods = false)
class GatewayTokenConfiguration {

    @Bean
    GatewayToken gatewayToken(OrdersProperties properties) {
        String secret = properties.gatewayToken();
        if (secret == null || secret.isEmpty()) {
            throw new MissingGatewayTokenException("The order service needs the gateway's token and has none.");
        }
        try {
            return new GatewayToken(secret);
        } catch (IllegalArgumentException e) {
            throw new MissingGatewayTokenException("The property orders.gateway-token is unusable: " + e.getMessage());
        }
    }
}
