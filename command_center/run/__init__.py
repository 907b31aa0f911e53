"""Running the centre: demo with embedded servers, web server, administration from the command line."""
