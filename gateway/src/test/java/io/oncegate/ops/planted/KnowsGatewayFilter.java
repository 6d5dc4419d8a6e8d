package io.oncegate.ops.planted;

import org.springframework.cloud.gateway.filter.GatewayFilter;

/** Must never be written in the main code. */
public interface KnowsGatewayFilter {
    void with(GatewayFilter filter);
}
