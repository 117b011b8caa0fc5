"""Single sign-on by OpenID Connect: a provider says who somebody is; what they may do is said by their relations alone."""
