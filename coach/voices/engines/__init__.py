"""The engines that speak, each in a process of its own, and how one is started, asked, watched and replaced."""
