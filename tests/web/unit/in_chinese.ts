// Unit tests read the words of somebody who chose Chinese: the machine they run on may speak anything.
localStorage.setItem('gridwhistle.language', 'zh-CN')
